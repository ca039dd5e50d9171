package dev.starlift.stage;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;

/**
 * One place in S3 under its two names: Spark writes to {@code s3a://}, COPY reads {@code s3://}.
 */
final class StageUri {
  private StageUri() {}

  /**
   * @throws StarliftException when it is no place in S3: COPY reads nothing else
   */
  static String forSpark(String folder) {
    if (folder.startsWith("s3a://")) {
      return folder;
    }
    if (folder.startsWith("s3://")) {
      return "s3a" + folder.substring("s3".length());
    }
    throw new StarliftException(
        ExitCode.WRONG_USAGE,
        new Problem(
            folder,
            "the stage is not in S3, and Redshift copies from nowhere else.",
            "Give storage.stage an s3:// prefix in the environment file."));
  }

  static String forRedshift(String uri) {
    return "s3" + forSpark(uri).substring("s3a".length());
  }
}
