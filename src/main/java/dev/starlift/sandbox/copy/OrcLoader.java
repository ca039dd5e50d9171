package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.FileFormatException;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;

/**
 * Copies the rows of ORC files, one stripe in memory at a time. Columns go by position; the names
 * in the file mean nothing.
 */
final class OrcLoader implements FileLoader {
  /** Writes the value of one column that the file has. */
  private interface Source {
    void write(ColumnVector values, int row, BinaryRows rows) throws FieldError;
  }

  private final S3Objects objects;
  private final CopyStatement copy;
  private final TargetTable table;
  private final LoadErrors errors;
  private final Configuration configuration = new Configuration(false);

  OrcLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors) {
    this.objects = objects;
    this.copy = copy;
    this.table = table;
    this.errors = errors;
  }

  /**
   * @throws SqlError if the file's columns are not the table's, or a value does not fit
   */
  @Override
  public long load(S3Object file, BinaryRows rows) throws SqlError, IOException {
    OrcFile.ReaderOptions options =
        OrcFile.readerOptions(configuration)
            .filesystem(new ObjectFileSystem(objects, file, configuration))
            .useUTCTimestamp(true)
            .convertToProlepticGregorian(true);
    try (Reader reader = OrcFile.createReader(ObjectFileSystem.file(), options);
        RecordReader records = reader.rows()) {
      List<Source> sources = sources(file, reader.getSchema());
      VectorizedRowBatch batch = reader.getSchema().createRowBatch();
      long count = 0;
      while (records.nextBatch(batch)) {
        write(file, count, batch, sources, rows);
        count += batch.size;
      }
      return count;
    } catch (FileFormatException e) {
      throw unreadable(file, e);
    } catch (RuntimeException e) {
      // ORC has no checked exceptions of its own: what a broken file causes may be any of them.
      throw unreadable(file, e);
    }
  }

  private static SqlError unreadable(S3Object file, Exception cause) {
    SqlError error =
        Spectrum.scanError(
            "File '%s' cannot be read as ORC: %s".formatted(file.location(), cause.getMessage()));
    error.initCause(cause);
    return error;
  }

  private List<Source> sources(S3Object file, TypeDescription schema) throws SqlError {
    boolean record = schema.getCategory() == TypeDescription.Category.STRUCT;
    int inFile = record ? schema.getChildren().size() : 1;
    int inTable = table.columns().size();
    boolean tooFew = inFile < inTable && !copy.text().fillRecord();
    if (!record || inFile > inTable || tooFew) {
      throw Spectrum.columnCount(file.location(), table, inFile);
    }
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < inFile; i++) {
      sources.add(source(file, schema.getChildren().get(i), table.columns().get(i)));
    }
    return sources;
  }

  private Source source(S3Object file, TypeDescription type, TargetColumn column) throws SqlError {
    if (column.type() instanceof ColumnType.Super) {
      if (!copy.serializeToJson()) {
        throw Spectrum.needsSerialization(file.location(), column, FileFormat.ORC);
      }
      return (values, row, rows) -> {
        JsonNode value = OrcJson.value(type, values, row);
        rows.writeJson(value.toString(), column.storage());
      };
    }
    OrcColumn way =
        OrcColumn.between(type, column, copy.values().replacement())
            .orElseThrow(
                () ->
                    Spectrum.incompatible(
                        file.location(), column, FileFormat.ORC, type.toString()));
    return way::write;
  }

  private void write(
      S3Object file, long before, VectorizedRowBatch batch, List<Source> sources, BinaryRows rows)
      throws SqlError, IOException {
    int columns = table.columns().size();
    for (int row = 0; row < batch.size; row++) {
      rows.startRow();
      for (int i = 0; i < columns; i++) {
        try {
          write(i, i < sources.size() ? batch.cols[i] : null, row, sources, rows);
        } catch (FieldError e) {
          rows.dropRow();
          throw errors.spectrum(file, before + row + 1, table.columns().get(i), e);
        }
      }
      rows.endRow();
    }
  }

  private void write(
      int column, ColumnVector values, int row, List<Source> sources, BinaryRows rows)
      throws FieldError {
    int at = values != null && values.isRepeating ? 0 : row;
    if (values != null && (values.noNulls || !values.isNull[at])) {
      sources.get(column).write(values, at, rows);
    } else if (table.columns().get(column).notNull()) {
      throw new FieldError(FieldError.MISSING_VALUE, "Missing data for not-null field");
    } else {
      rows.writeNull();
    }
  }
}
