package dev.starlift.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code trigger { … }}. */
final class TriggerSection {
  private static final Pattern WAIT =
      Pattern.compile("([1-9][0-9]{0,5}) (second|minute|hour|day)s?");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "second", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1));

  private final SourcePaths paths;
  private final Findings findings;

  TriggerSection(SourcePaths paths, Findings findings) {
    this.paths = paths;
    this.findings = findings;
  }

  Optional<Trigger> read(Section root) {
    Optional<Section> section = root.section("trigger");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    String path = paths.read(section.get(), "Name the notification file, a prefix, or a glob.");
    Optional<Duration> wait = section.get().text("wait").flatMap(text -> wait(text, section.get()));
    section.get().refuseUnknownKeys();
    return Optional.of(new Trigger(section.get().where(), path, wait));
  }

  private Optional<Duration> wait(String text, Section section) {
    Matcher matcher = WAIT.matcher(text);
    if (matcher.matches()) {
      return Optional.of(
          UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
    }
    if (!text.equals("none")) {
      findings.add(
          section.at("wait"),
          "wait = %s is no time.".formatted(text),
          "Write \"2 hours\", \"30 minutes\", or none.");
    }
    return Optional.empty();
  }
}
