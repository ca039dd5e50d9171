package dev.starlift.stage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** The first column, a text, as lines; compressed by gzip. */
final class LineFile implements RowFile {
  private static final int BUFFER_BYTES = 64 << 10;

  private final StoredStream stored;
  private final OutputStream out;

  LineFile(String uri, Configuration conf) throws IOException {
    stored = new StoredStream(uri, conf);
    out = new BufferedOutputStream(new GZIPOutputStream(stored.open(), BUFFER_BYTES), BUFFER_BYTES);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    row.getUTF8String(0).writeTo(out);
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
