package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;
import java.io.IOException;

/** A file that UNLOAD is writing. It appears in S3 when it is finished. */
interface UnloadFile {
  void write(UnloadedRow row) throws IOException;

  /** Bytes so far, as near as the format can tell. */
  long size();

  /** What was written. */
  Written finish() throws IOException;

  /** Leaves nothing behind. */
  void abort() throws IOException;

  /**
   * @param bytes size of the object
   */
  record Written(S3Location location, long bytes, long rows) {}
}
