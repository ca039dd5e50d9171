package dev.starlift.sandbox.s3;

/**
 * A bucket and a key, or the beginning of one.
 *
 * @param key may be empty
 */
public record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";

  public S3Location {
    if (bucket.isEmpty() || bucket.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + bucket + "' is not a bucket name.");
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not {@code s3://bucket/…}
   */
  public static S3Location parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("'" + text + "' does not begin with s3://.");
    }
    int slash = text.indexOf('/', SCHEME.length());
    if (slash < 0) {
      return new S3Location(text.substring(SCHEME.length()), "");
    }
    return new S3Location(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
  }

  /** The location with more text at the end of its key. */
  public S3Location plus(String suffix) {
    return new S3Location(bucket, key + suffix);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
