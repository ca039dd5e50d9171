package dev.starlift.stage;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Rows as Parquet. */
final class ParquetFile implements RowFile {
  private final StoredStream stored;
  private final ParquetWriter<InternalRow> writer;

  /**
   * @param columns the first columns of the rows
   * @param codec Spark's name of it
   * @param sparkVersion goes into the file, for Spark takes times of files that do not tell who
   *     wrote them for doubtful
   */
  ParquetFile(String uri, Configuration conf, StructType columns, String codec, String sparkVersion)
      throws IOException {
    stored = new StoredStream(uri, conf);
    writer =
        new Builder(stored, new ParquetColumns(columns), sparkVersion)
            .withConf(conf)
            .withCompressionCodec(codec(codec))
            .build();
  }

  /**
   * @throws IllegalArgumentException if Parquet has no such codec
   */
  static CompressionCodecName codec(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals("NONE")
        ? CompressionCodecName.UNCOMPRESSED
        : CompressionCodecName.valueOf(upper);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    writer.write(row);
  }

  @Override
  public void finish() throws IOException {
    writer.close();
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

  private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {
    private final ParquetColumns columns;
    private final String sparkVersion;

    Builder(StoredStream stored, ParquetColumns columns, String sparkVersion) {
      super(stored);
      this.columns = columns;
      this.sparkVersion = sparkVersion;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<InternalRow> getWriteSupport(Configuration conf) {
      return new Support(columns, sparkVersion);
    }
  }

  private static final class Support extends WriteSupport<InternalRow> {
    private final ParquetColumns columns;
    private final String sparkVersion;
    private RecordConsumer consumer;

    Support(ParquetColumns columns, String sparkVersion) {
      this.columns = columns;
      this.sparkVersion = sparkVersion;
    }

    @Override
    public WriteContext init(Configuration conf) {
      return new WriteContext(columns.schema(), Map.of("org.apache.spark.version", sparkVersion));
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(InternalRow row) {
      columns.write(row, consumer);
    }
  }
}
