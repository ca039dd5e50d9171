package dev.starlift.load;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.Trigger;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.Progress;
import dev.starlift.source.Notification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Looks for the notification that a job needs, and waits for it where the job says so. */
final class TriggerWatch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

  private final Configuration hadoop;
  private final Progress progress;
  private final Clock clock;

  TriggerWatch(Configuration hadoop, Progress progress, Clock clock) {
    this.hadoop = hadoop;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * The notification as it is now; a job without a trigger needs none.
   *
   * @throws StarliftException INPUT_UNUSABLE when it is not there
   */
  Optional<Notification> now(JobDefinition job) {
    return job.trigger()
        .map(
            trigger ->
                Notification.find(hadoop, trigger).orElseThrow(() -> absent(trigger, "yet")));
  }

  /**
   * The same, but waits as long as the job says.
   *
   * @throws StarliftException also INTERRUPTED
   */
  Optional<Notification> await(JobDefinition job) {
    Optional<Trigger> trigger = job.trigger();
    if (trigger.flatMap(Trigger::patience).isEmpty()) {
      return now(job);
    }
    Progress.Step step = progress.begin("wait for " + trigger.get().path());
    try {
      Notification found = await(trigger.get(), trigger.get().patience().orElseThrow());
      step.done("%d found".formatted(found.files().size()));
      return Optional.of(found);
    } catch (RuntimeException e) {
      step.failed();
      throw e;
    }
  }

  private Notification await(Trigger trigger, Duration patience) {
    Instant end = clock.instant().plus(patience);
    Instant nextWord = clock.instant();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<Notification> found = Notification.find(hadoop, trigger);
      if (found.isPresent()) {
        return found.get();
      }
      Instant now = clock.instant();
      if (!now.isBefore(end)) {
        throw absent(trigger, "after %s".formatted(text(patience)));
      }
      if (!now.isBefore(nextWord)) {
        progress.say("  No notification yet; waiting %s more.".formatted(text(until(now, end))));
        nextWord = now.plus(BETWEEN_WORDS);
      }
      sleep(trigger, min(pause, until(now, end)));
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static Duration until(Instant now, Instant end) {
    return Duration.between(now, end);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String text(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes < 2 ? duration.toSeconds() + " seconds" : minutes + " minutes";
  }

  private static StarliftException absent(Trigger trigger, String when) {
    return new StarliftException(
        ExitCode.INPUT_UNUSABLE,
        Problem.at(
            trigger.where(),
            "there is no notification at %s %s.".formatted(trigger.path(), when),
            trigger.patience().isPresent()
                ? "Nothing was published. Run again when the files have come."
                : "It is uploaded when all files are there; to wait for it, say wait = \"2 hours\"."));
  }

  private static void sleep(Trigger trigger, Duration pause) {
    try {
      Thread.sleep(Math.max(1, pause.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED, Problem.at(trigger.where(), "Stopped while waiting.", ""), e);
    }
  }
}
