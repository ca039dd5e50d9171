package dev.starlift.job;

import java.util.List;

/**
 * What the caller says of a job's parameters: {@code --set NAME=VALUE}, each as it was written.
 *
 * @param complete a parameter that has no value is a problem; otherwise the job is read to look
 *     things up by its name and tables, and must not be run
 */
public record Settings(List<String> assignments, boolean complete) {
  /** For jobs that need none. */
  public static final Settings NONE = new Settings(List.of(), true);

  /** For commands that only want to know which job and tables are meant. */
  public static final Settings NOT_NEEDED = new Settings(List.of(), false);

  public Settings {
    assignments = List.copyOf(assignments);
  }

  /** Everything that a run needs. */
  public static Settings of(List<String> assignments) {
    return new Settings(assignments, true);
  }
}
