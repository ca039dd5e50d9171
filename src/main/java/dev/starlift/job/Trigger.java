package dev.starlift.job;

import dev.starlift.problem.Location;
import java.time.Duration;
import java.util.Optional;

/**
 * A notification file that must be there before a job's inputs are looked at.
 *
 * @param path a file, a prefix that ends in {@code /}, or a glob
 * @param patience how long a run waits for it; empty when it must be there already
 */
public record Trigger(Location where, String path, Optional<Duration> patience) {}
