package dev.starlift.cli;

import dev.starlift.job.Settings;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --set NAME=VALUE} of the commands that need a job's parameters. */
final class SettingsOption {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "The value of a parameter of the job; may be repeated.")
  private List<String> assignments = List.of();

  Settings settings() {
    return Settings.of(assignments);
  }
}
