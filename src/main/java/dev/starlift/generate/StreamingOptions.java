package dev.starlift.generate;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * What to generate of the audio service. All options together decide every byte of the files.
 *
 * @param to folder for the files: a local path or any URI that Hadoop can write to
 * @param songs that the service knows, each in a file of its own
 * @param events of the 30 days that end with {@code asOf}
 * @param seed another seed, other songs and other listeners
 */
public record StreamingOptions(String to, int songs, int events, long seed, LocalDate asOf)
    implements Serializable {
  public static final int SONGS = 15_000;
  public static final int EVENTS = 8_000;

  static final int MAX_SONGS = 1_000_000;
  static final int MAX_EVENTS = 1_000_000_000;
  static final LocalDate FIRST_AS_OF = LocalDate.of(2000, 1, 1);
  static final LocalDate LAST_AS_OF = LocalDate.of(2199, 12, 31);

  /** Throws a {@code StarliftException} with every option that cannot be used. */
  public StreamingOptions {
    Problems problems = new Problems();
    if (to == null || to.isBlank()) {
      problems.add("--to", "is empty.", "Name a folder or a URI such as s3a://bucket/raw.");
    }
    if (songs < 1 || songs > MAX_SONGS) {
      problems.add("--songs", songs + " is not between 1 and " + MAX_SONGS + ".", "");
    }
    if (events < 0 || events > MAX_EVENTS) {
      problems.add("--events", events + " is not between 0 and " + MAX_EVENTS + ".", "");
    }
    if (asOf == null) {
      problems.add("--as-of", "is missing.", "Give a date such as 2018-11-30.");
    } else if (asOf.isBefore(FIRST_AS_OF) || asOf.isAfter(LAST_AS_OF)) {
      problems.add(
          "--as-of", asOf + " is not between " + FIRST_AS_OF + " and " + LAST_AS_OF + ".", "");
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }
}
