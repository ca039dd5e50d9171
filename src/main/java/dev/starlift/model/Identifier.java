package dev.starlift.model;

import java.nio.charset.StandardCharsets;

/**
 * A name in Redshift, folded to lower case as Redshift folds names, quoted or not, unless a session
 * asks otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_names.html">Names and
 *     identifiers</a>
 */
public record Identifier(String value) implements Comparable<Identifier> {
  /** Bytes in UTF-8, not characters. Redshift cuts longer names in silence; Starlift refuses. */
  public static final int MAX_BYTES = 127;

  /**
   * @throws IllegalArgumentException when the name is empty, too long, or holds a control character
   */
  public Identifier {
    value = fold(value);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("A name must not be empty.");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The name '%s…' is %d bytes long; Redshift allows %d."
              .formatted(value.substring(0, 20), bytes, MAX_BYTES));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A name must not hold control characters.");
    }
  }

  public static Identifier of(String value) {
    return new Identifier(value);
  }

  /** The name as SQL text, always in double quotes. */
  public String sql() {
    return '"' + value.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(Identifier other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  /** Redshift folds the ASCII letters only. */
  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }
}
