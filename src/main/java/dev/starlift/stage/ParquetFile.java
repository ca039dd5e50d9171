package dev.starlift.stage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as Parquet. Each value goes to the writer of its column without the layers that Parquet has
 * for nested records, which take as long as the values do.
 */
final class ParquetFile implements RowFile {
  private static final long ROW_GROUP_BYTES = ParquetWriter.DEFAULT_BLOCK_SIZE;

  /** Asking for the size of a row group costs a question to each column. */
  private static final int ROWS_BETWEEN_LOOKS = 1_000;

  private static final ParquetProperties PROPERTIES = ParquetProperties.builder().build();

  private final StoredStream stored;
  private final ParquetColumns columns;
  private final long rowGroupBytes;
  private final String sparkVersion;
  private final CodecFactory codecs;
  private final CompressionCodecName codec;
  private final ParquetFileWriter file;
  private final ColumnWriter[] writers;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore rowGroup;
  private long inRowGroup;

  /**
   * @param columns the first columns of the rows
   * @param codec Spark's name of it
   * @param sparkVersion goes into the file, for Spark takes times of files that do not tell who
   *     wrote them for doubtful
   */
  ParquetFile(String uri, Configuration conf, StructType columns, String codec, String sparkVersion)
      throws IOException {
    this(uri, conf, columns, codec, sparkVersion, ROW_GROUP_BYTES);
  }

  /**
   * @param rowGroupBytes a row group ends soon after it has grown beyond that: it is held in memory
   */
  ParquetFile(
      String uri,
      Configuration conf,
      StructType columns,
      String codec,
      String sparkVersion,
      long rowGroupBytes)
      throws IOException {
    stored = new StoredStream(uri, conf);
    this.columns = new ParquetColumns(columns);
    this.rowGroupBytes = rowGroupBytes;
    this.sparkVersion = sparkVersion;
    this.codec = codec(codec);
    codecs = new CodecFactory(conf, PROPERTIES.getPageSizeThreshold());
    file =
        new ParquetFileWriter(
            stored,
            this.columns.schema(),
            ParquetFileWriter.Mode.CREATE,
            rowGroupBytes,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getStatisticsTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    writers = new ColumnWriter[columns.size()];
    file.start();
    startRowGroup();
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

  private void startRowGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(codec),
            columns.schema(),
            PROPERTIES.getAllocator(),
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    rowGroup = PROPERTIES.newColumnWriteStore(columns.schema(), pages);
    for (int i = 0; i < writers.length; i++) {
      writers[i] = rowGroup.getColumnWriter(columns.schema().getColumns().get(i));
    }
    inRowGroup = 0;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    columns.write(row, writers);
    rowGroup.endRecord();
    inRowGroup++;
    if (inRowGroup % ROWS_BETWEEN_LOOKS == 0 && rowGroup.getBufferedSize() >= rowGroupBytes) {
      writeRowGroup();
      startRowGroup();
    }
  }

  private void writeRowGroup() throws IOException {
    if (inRowGroup > 0) {
      file.startBlock(inRowGroup);
      rowGroup.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    rowGroup.close();
    // A task keeps its finished files, which must not keep their values.
    rowGroup = null;
    pages = null;
    Arrays.fill(writers, null);
  }

  @Override
  public void finish() throws IOException {
    writeRowGroup();
    file.end(Map.of("org.apache.spark.version", sparkVersion));
    codecs.release();
  }

  @Override
  public void discard() {
    stored.discard();
    codecs.release();
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
