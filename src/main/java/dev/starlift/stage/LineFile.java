package dev.starlift.stage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** A column of texts as lines. */
final class LineFile implements RowFile {
  private static final int BUFFER_BYTES = 64 << 10;

  private final StoredStream stored;
  private final OutputStream out;
  private final int column;

  LineFile(String uri, Configuration conf, int column, boolean gzip) throws IOException {
    stored = new StoredStream(uri, conf);
    OutputStream bytes = stored.open();
    out =
        new BufferedOutputStream(
            gzip ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes, BUFFER_BYTES);
    this.column = column;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    row.getUTF8String(column).writeTo(out);
    out.write('\n');
  }

  @Override
  public void finish() throws IOException {
    out.close();
  }

  @Override
  public void discard() {
    stored.discard();
  }

  @Override
  public String uri() {
    return stored.uri();
  }

  @Override
  public long bytes() {
    return stored.bytes();
  }
}
