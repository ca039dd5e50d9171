package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** Reads the files of one task, one after the other. */
final class RawReader implements PartitionReader<InternalRow> {
  private final RawFormat format;
  private final Configuration conf;
  private final Iterator<FrozenFile> files;
  private final ByteWindow window = new ByteWindow();
  private final RawRow row;
  private InputStream open;
  private Records records;

  RawReader(RawFormat format, StructType asked, Configuration conf, FileGroup group) {
    this.format = format;
    this.conf = conf;
    files = group.files().iterator();
    row = new RawRow(format.names(), asked);
  }

  @Override
  public boolean next() throws IOException {
    while (records == null || !records.next()) {
      close();
      if (!files.hasNext()) {
        return false;
      }
      open(files.next());
    }
    return true;
  }

  private void open(FrozenFile file) throws IOException {
    Charset charset = Charset.forName(format.encoding());
    InputStream plain = PlainBytes.open(file, file.open(conf));
    open = charset.equals(StandardCharsets.UTF_8) ? plain : new AsUtf8(plain, charset);
    window.open(open);
    row.openFile(file.uri());
    records =
        format.json()
            ? new JsonRecords(format, file.uri(), window, row)
            : new CsvRecords(format, file.uri(), window, row);
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public void close() throws IOException {
    records = null;
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
