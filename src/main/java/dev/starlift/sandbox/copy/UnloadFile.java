package dev.starlift.sandbox.copy;

import java.io.IOException;

/** A file that UNLOAD is writing. It appears in S3 when it is finished. */
interface UnloadFile {
  void write(UnloadedRow row) throws IOException;

  /** Bytes so far, as near as the format can tell. */
  long size();

  /** What was written. */
  UnloadedFile finish() throws IOException;

  /** Leaves nothing behind. */
  void abort() throws IOException;
}
