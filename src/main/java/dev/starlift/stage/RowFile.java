package dev.starlift.stage;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** A file of accepted rows. */
interface RowFile extends StoredFile {
  void write(InternalRow row) throws IOException;

  /** URI as Spark has it. */
  String uri();

  /** To be asked once the file is finished. */
  long bytes();
}
