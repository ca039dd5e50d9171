package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;

/** Copies the rows of one file after another. */
interface FileLoader {
  /**
   * @return how many records the file has, refused ones included
   * @throws SqlError when the COPY is to fail
   */
  long load(S3Object file, BinaryRows rows) throws SqlError, IOException;
}
