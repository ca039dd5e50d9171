package dev.starlift.source;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/** What a store calls the version of a file. */
final class Etag {
  private Etag() {}

  /** The store's etag without quotes; modification time and length where it has none. */
  static String of(FileStatus status) {
    if (isKeptBy(status)) {
      return ((EtagSource) status).getEtag().replace("\"", "");
    }
    return status.getModificationTime() + "-" + status.getLen();
  }

  /** Does the store itself tell versions apart? */
  static boolean isKeptBy(FileStatus status) {
    return status instanceof EtagSource source
        && source.getEtag() != null
        && !source.getEtag().isEmpty();
  }
}
