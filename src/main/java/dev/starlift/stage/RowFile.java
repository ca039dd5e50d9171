package dev.starlift.stage;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** A file that one task fills. It is in the store once it is closed, and not before. */
interface RowFile {
  void write(InternalRow row) throws IOException;

  /** Closes the file: in S3 it is there from now on. */
  void finish() throws IOException;

  /** Gives the file up and removes what there may be of it. */
  void discard();

  /** URI as Spark has it. */
  String uri();

  /** To be asked once the file is finished. */
  long bytes();
}
