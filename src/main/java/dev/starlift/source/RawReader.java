package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** Reads the files of one task, or its part of a file, one after the other. */
final class RawReader implements PartitionReader<InternalRow> {
  private final RawFormat format;
  private final Charset charset;
  private final Configuration conf;
  private final ReadAhead parts;
  private final ByteWindow window = new ByteWindow();
  private final ReadMeter meter = new ReadMeter();
  private final RawRow row;
  private InputStream open;
  private Records records;

  RawReader(RawFormat format, StructType asked, Configuration conf, FileGroup group) {
    this.format = format;
    this.conf = conf;
    charset = Charset.forName(format.encoding());
    parts = new ReadAhead(group.parts().iterator(), conf);
    row = new RawRow(format, asked);
  }

  @Override
  public boolean next() throws IOException {
    while (records == null || !records.next()) {
      closeFile();
      if (!parts.hasNext()) {
        return false;
      }
      open(parts.next());
    }
    meter.addRecord(row.isRejected());
    return true;
  }

  private void open(ReadAhead.Opened opened) throws IOException {
    FilePart part = opened.part();
    FrozenFile file = part.file();
    row.openFile(file.uri(), Directories.values(file.uri(), format.directories()));
    PlainBytes plain = PlainBytes.open(file, opened.stored(), meter);
    // What is compressed can only be read from its start: the first part takes it all.
    boolean whole = part.isWhole() || plain.packing() != Packing.NONE;
    if (whole && !part.isFirst()) {
      plain.close();
      return;
    }
    boolean first = whole || part.isFirst();
    open(whole || !first ? plain : new LinesOfPart(plain, part, format.endsLinesWithReturns()));
    records = records(file);
    if (!first) {
      open.close();
      InputStream middle = PlainBytes.openAt(file, file.open(conf, part.from() - 1), part, meter);
      open(new LinesOfPart(middle, part, format.endsLinesWithReturns()));
      records.goOn(part.line());
    }
  }

  private void open(InputStream stored) {
    open = charset.equals(StandardCharsets.UTF_8) ? stored : new AsUtf8(stored, charset);
    window.open(open);
  }

  /** Reads what the file begins with, a header for instance. */
  private Records records(FrozenFile file) throws IOException {
    if (!format.json()) {
      return new CsvRecords(format, file.uri(), window, row, meter);
    }
    return switch (format.layout()) {
      case LINES -> new JsonRecords(format, file.uri(), window, row);
      case ARRAY, OBJECTS -> new JsonValues(format, file.uri(), window, row);
    };
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return meter.values();
  }

  @Override
  public void close() throws IOException {
    parts.close();
    closeFile();
  }

  private void closeFile() throws IOException {
    records = null;
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
