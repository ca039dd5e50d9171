package dev.starlift.sandbox.s3;

import java.net.URI;
import java.util.Objects;

/** Where an S3 server listens and the keys it accepts. Path-style addressing. */
public record S3Endpoint(URI uri, String region, String accessKey, String secretKey) {
  public S3Endpoint {
    Objects.requireNonNull(uri);
    Objects.requireNonNull(region);
    Objects.requireNonNull(accessKey);
    Objects.requireNonNull(secretKey);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "S3Endpoint[" + uri + ", " + region + "]";
  }
}
