package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/**
 * Copies the records of Avro files, one block in memory at a time. Logical types mean nothing to
 * Redshift: a value is read as the text of what is stored, so a date that is a number is none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-format.html">COPY:
 *     AVRO</a>
 */
final class AvroLoader implements FileLoader {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int MAX_BLOCK_BYTES = 4 << 20;
  private static final Set<String> CODECS =
      Set.of(
          DataFileConstants.NULL_CODEC,
          DataFileConstants.DEFLATE_CODEC,
          DataFileConstants.SNAPPY_CODEC);

  private final S3Objects objects;
  private final CopyStatement copy;
  private final TargetTable table;
  private final LoadErrors errors;
  private final FieldWriter writer;
  private final FieldPaths paths;

  /**
   * @throws SqlError if the JSONPaths file or the columns do not fit
   */
  AvroLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors)
      throws SqlError, IOException {
    this.objects = objects;
    this.copy = copy;
    this.table = table;
    this.errors = errors;
    this.writer = new FieldWriter(copy.values(), table.columns());
    this.paths = FieldPaths.of(copy.mapping(), table, objects);
  }

  @Override
  public long load(S3Object file, BinaryRows rows) throws SqlError, IOException {
    try (InputStream packed = objects.open(file.location());
        InputStream in = copy.compression().unpack(packed);
        DataFileStream<IndexedRecord> records = open(file, in)) {
      return loadRecords(file, records, rows);
    } catch (AvroRuntimeException e) {
      // Avro wraps what goes wrong between two records, the reading of S3 included.
      if (e.getCause() instanceof IOException reading) {
        throw reading;
      }
      throw unreadable(file, e.getMessage());
    }
  }

  private DataFileStream<IndexedRecord> open(S3Object file, InputStream in)
      throws SqlError, IOException {
    DataFileStream<IndexedRecord> records;
    try {
      records = new DataFileStream<>(in, new GenericDatumReader<>());
    } catch (IOException | AvroRuntimeException e) {
      throw unreadable(file, e.getMessage());
    }
    String codec = records.getMetaString(DataFileConstants.CODEC);
    if (codec != null && !CODECS.contains(codec)) {
      throw unreadable(file, "the codec '" + codec + "' is none of null, deflate and snappy");
    }
    if (records.getMeta(DataFileConstants.SCHEMA).length > MAX_HEADER_BYTES) {
      throw unreadable(file, "the header is larger than 1 MB");
    }
    if (records.getSchema().getType() != Schema.Type.RECORD) {
      throw unreadable(file, "the schema is no record");
    }
    return records;
  }

  private long loadRecords(S3Object file, DataFileStream<IndexedRecord> records, BinaryRows rows)
      throws SqlError, IOException {
    List<AvroSource> sources = new ArrayList<>();
    for (FieldPath path : paths.paths()) {
      sources.add(AvroSource.of(path, paths.ignoreCase(), records.getSchema()));
    }
    IndexedRecord record = null;
    long count = 0;
    while (records.hasNext()) {
      if (records.getBlockSize() > MAX_BLOCK_BYTES) {
        throw unreadable(file, "a data block is larger than 4 MB");
      }
      record = records.next(record);
      count++;
      write(file, count, record, sources, rows);
    }
    // Avro takes the end of the file inside a block for the end of the data, but only once.
    if (records.hasNext()) {
      throw unreadable(file, "the file ends inside a data block");
    }
    return count;
  }

  private void write(
      S3Object file, long number, IndexedRecord record, List<AvroSource> sources, BinaryRows rows)
      throws SqlError, IOException {
    int field = 0;
    Object value = null;
    rows.startRow();
    try {
      for (; field < sources.size(); field++) {
        value = sources.get(field).value(record);
        write(field, value, rows);
      }
      rows.endRow();
    } catch (FieldError e) {
      rows.dropRow();
      errors.refuse(
          RefusedRecord.of(file, number, e, AvroJson.text(record))
              .at(writer.column(field), 0, value == null ? "" : text(value), List.of()));
    }
  }

  private void write(int field, Object value, BinaryRows rows) throws FieldError {
    ColumnType type = table.columns().get(field).type();
    if (value == null) {
      writer.writeNull(field, rows);
    } else if (type instanceof ColumnType.Super) {
      rows.writeJson(AvroJson.text(value), table.columns().get(field).storage());
    } else if (value instanceof Utf8 text) {
      writer.write(field, text.getBytes(), 0, text.getByteLength(), false, rows);
    } else {
      byte[] text = text(value).getBytes(StandardCharsets.UTF_8);
      writer.write(field, text, 0, text.length, false, rows);
    }
  }

  private static String text(Object value) {
    if (value instanceof Double || value instanceof Float) {
      String number = value.toString();
      return number.indexOf('E') < 0 ? number : new BigDecimal(number).toPlainString();
    }
    boolean complex =
        value instanceof IndexedRecord
            || value instanceof Iterable<?>
            || value instanceof Map<?, ?>
            || value instanceof ByteBuffer
            || value instanceof GenericFixed;
    return complex ? AvroJson.text(value) : value.toString();
  }

  private static SqlError unreadable(S3Object file, String why) {
    return new SqlError(
        LoadErrors.LOAD_FAILED,
        "Cannot init avro reader from s3 file",
        "%s: %s. code: 8001".formatted(file.location(), why),
        "",
        0);
  }
}
