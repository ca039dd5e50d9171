package dev.starlift.source;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileStatus;

/**
 * What the listing said of a file, in the words of S3A: it need not be asked for again when the
 * file is opened, which for a small file is half of all that is asked. S3 then sends the version
 * that was listed, or says that there is another.
 */
final class ListedStatus {
  /** Not the stand-in for files whose store tells no versions apart. */
  private static final Pattern ETAG_OF_S3 = Pattern.compile("[0-9a-f]{32}(-[0-9]+)?");

  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private ListedStatus() {}

  /**
   * Of an empty file nothing is read, so nobody would notice that it is another one. Told by name:
   * other stores come without S3A's classes.
   */
  static boolean canStandFor(FrozenFile file, FileSystem store) {
    return file.bytes() > 0
        && store.getClass().getName().equals(S3A)
        && ETAG_OF_S3.matcher(file.etag()).matches();
  }

  static FileStatus of(FrozenFile file, Path path) {
    return new S3AFileStatus(
        file.bytes(), 0, path, file.bytes(), "", '"' + file.etag() + '"', null);
  }
}
