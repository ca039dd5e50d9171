package dev.starlift.stage;

import java.io.IOException;

/** A file that one task fills. It is in the store once it is finished, and not before. */
interface StoredFile {
  /** Closes the file: in S3 it is there from now on. */
  void finish() throws IOException;

  /** Gives the file up and removes what there may be of it. */
  void discard();
}
