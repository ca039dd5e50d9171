package dev.starlift.warehouse;

import java.time.Duration;

/**
 * How long a publish transaction waits and how often it tries.
 *
 * @param attempts at the whole transaction, when others got in its way, and at finding out what
 *     became of a COMMIT
 * @param firstPause before the second attempt; doubled for each further one
 * @param lockWait how long another load may hold the lock
 * @param commitWait after which an unanswered COMMIT counts as lost
 */
public record PublishSettings(
    int attempts, Duration firstPause, Duration lockWait, Duration commitWait) {
  public static final PublishSettings STANDARD =
      new PublishSettings(5, Duration.ofSeconds(1), Duration.ofMinutes(30), Duration.ofMinutes(15));
}
