package dev.starlift.model;

/**
 * The identity of a load: the SHA-256 of the job, its definition and its inputs, in 64 lower-case
 * hexadecimal digits. The same inputs through the same job are the same load.
 */
public record LoadId(String value) {
  public LoadId {
    if (!value.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("'%s' is not a load id.".formatted(value));
    }
  }

  /** Enough to tell loads apart on a terminal. */
  public String abbreviated() {
    return value.substring(0, 12);
  }

  @Override
  public String toString() {
    return value;
  }
}
