package dev.starlift.job;

import java.util.regex.Pattern;

/** Recognises where a secret may stand in a file that must hold none. */
final class Secrets {
  private static final String NAMES =
      "(password|passwd|pwd|secret|token|access[._-]?key|secret[._-]?key|private[._-]?key)";
  private static final Pattern KEY = Pattern.compile("(?i).*" + NAMES);
  private static final Pattern LINE = Pattern.compile("(?i)" + NAMES);
  private static final Pattern ASSIGNMENT = Pattern.compile("(?i)" + NAMES + "\\s*=");
  private static final Pattern USER_INFO = Pattern.compile("://[^/?#]*@");

  private Secrets() {}

  /** Does a setting or variable of this name hold a secret? */
  static boolean isNameOfOne(String name) {
    return KEY.matcher(name).matches();
  }

  /** {@code password=…} inside a longer text, or {@code //user:password@host}. */
  static boolean isHeldBy(String value) {
    return ASSIGNMENT.matcher(value).find() || USER_INFO.matcher(value).find();
  }

  /** Might a line that cannot be understood hold one? */
  static boolean mayHold(String line) {
    return LINE.matcher(line).find() || isHeldBy(line);
  }
}
