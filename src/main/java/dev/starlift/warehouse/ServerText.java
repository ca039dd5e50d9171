package dev.starlift.warehouse;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the server or the driver says, fit to be shown: one line, and no values of rows. */
final class ServerText {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern VALUE = Pattern.compile("(?i)(value|hex sequence):?\\s+\\S.*");

  private ServerText() {}

  static String of(SQLException failure) {
    return firstLine(Objects.requireNonNullElse(failure.getMessage(), "no message"));
  }

  /** The same with its full stop. */
  static String sentence(SQLException failure) {
    String text = of(failure);
    return text.matches(".*[.!?]") ? text : text + ".";
  }

  /** For messages of COPY, which tell the value that did not fit. */
  static String withoutValues(String message) {
    String line = firstLine(message);
    return VALUE.matcher(QUOTED.matcher(line).replaceAll("'…'")).replaceAll("$1 …");
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("no message").strip();
  }
}
