package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Upload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file of an UNLOAD: Snappy, one row group in memory. */
final class ParquetUnloadFile implements UnloadFile {
  private final S3Upload upload;
  private final ParquetWriter<UnloadedRow> writer;
  private long rows;

  ParquetUnloadFile(S3Upload upload, List<ParquetEncoder> columns, int rowGroupBytes)
      throws IOException {
    this.upload = upload;
    this.writer =
        new Builder(new Target(upload), new Rows(columns))
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize((long) rowGroupBytes)
            .build();
  }

  @Override
  public void write(UnloadedRow row) throws IOException {
    writer.write(row);
    rows++;
  }

  @Override
  public long size() {
    return writer.getDataSize();
  }

  @Override
  public UnloadedFile finish() throws IOException {
    writer.close();
    return new UnloadedFile(upload.location(), upload.written(), rows, rows);
  }

  /** The writer is left unclosed: closing it would write the footer of a file that is not to be. */
  @Override
  public void abort() throws IOException {
    upload.abort();
  }

  private static final class Builder extends ParquetWriter.Builder<UnloadedRow, Builder> {
    private final Rows rows;

    Builder(OutputFile file, Rows rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<UnloadedRow> getWriteSupport(Configuration configuration) {
      return rows;
    }
  }

  private static final class Rows extends WriteSupport<UnloadedRow> {
    private final List<ParquetEncoder> columns;
    private RecordConsumer out;

    Rows(List<ParquetEncoder> columns) {
      this.columns = columns;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      List<Type> fields = columns.stream().map(ParquetEncoder::type).toList();
      return new WriteContext(new MessageType("unload", fields), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      out = recordConsumer;
    }

    @Override
    public void write(UnloadedRow row) {
      out.startMessage();
      for (int i = 0; i < columns.size(); i++) {
        if (!row.isNull(i)) {
          ParquetEncoder column = columns.get(i);
          out.startField(column.type().getName(), i);
          column.value().write(row.bytes(), row.from(i), row.length(i), out);
          out.endField(column.type().getName(), i);
        }
      }
      out.endMessage();
    }
  }

  private record Target(S3Upload upload) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return upload.written();
        }

        @Override
        public void write(int b) throws IOException {
          upload.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          upload.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          upload.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
