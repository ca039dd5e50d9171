package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Copies the rows of Parquet files, one row group in memory at a time. Columns go by position; the
 * names in the file mean nothing.
 */
final class ParquetLoader implements FileLoader {
  private final S3Objects objects;
  private final CopyStatement copy;
  private final TargetTable table;
  private final LoadErrors errors;

  ParquetLoader(S3Objects objects, CopyStatement copy, TargetTable table, LoadErrors errors) {
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
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new ParquetObject(objects, file), ParquetReadOptions.builder().build())) {
      MessageType schema = reader.getFileMetaData().getSchema();
      List<Source> sources = sources(file, schema);
      long row = 0;
      PageReadStore group = reader.readNextRowGroup();
      while (group != null) {
        bind(sources, group, schema, reader.getFileMetaData().getCreatedBy());
        row = copyGroup(file, sources, group.getRowCount(), row, rows);
        group = reader.readNextRowGroup();
      }
      return row;
    } catch (RuntimeException e) {
      // Parquet has no checked exceptions: what a broken file causes may be any of them.
      boolean foreign = e.getMessage() != null && e.getMessage().contains("not a Parquet file");
      SqlError error =
          Spectrum.scanError(
              foreign
                  ? "File '%s' has an invalid version number or is not a Parquet file."
                      .formatted(file.location())
                  : "File '%s' cannot be read as Parquet: %s".formatted(file.location(), e));
      error.initCause(e);
      throw error;
    }
  }

  private List<Source> sources(S3Object file, MessageType schema) throws SqlError {
    int inFile = schema.getFieldCount();
    int inTable = table.columns().size();
    if (inFile > inTable || (inFile < inTable && !copy.text().fillRecord())) {
      throw Spectrum.columnCount(file.location(), table, inFile);
    }
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < inTable; i++) {
      TargetColumn column = table.columns().get(i);
      sources.add(i < inFile ? source(file, schema.getType(i), column) : new Filler(column));
    }
    return sources;
  }

  private Source source(S3Object file, Type type, TargetColumn column) throws SqlError {
    boolean flat = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
    if (column.type() instanceof ColumnType.Super) {
      if (!copy.serializeToJson()) {
        throw Spectrum.needsSerialization(file.location(), column, FileFormat.PARQUET);
      }
      return new Nested(column, type);
    }
    if (flat) {
      int replacement = copy.values().replacement();
      ParquetColumn way =
          ParquetColumn.between(type.asPrimitiveType(), column, replacement).orElse(null);
      if (way != null) {
        return new Flat(column, type, way);
      }
    }
    throw Spectrum.incompatible(file.location(), column, FileFormat.PARQUET, type.toString());
  }

  private static void bind(
      List<Source> sources, PageReadStore group, MessageType schema, String createdBy) {
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            group, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
    for (Source source : sources) {
      if (source instanceof Flat flat) {
        flat.bind(columns, schema);
      } else if (source instanceof Nested nested) {
        nested.bind(group, schema);
      }
    }
  }

  private long copyGroup(
      S3Object file, List<Source> sources, long count, long before, BinaryRows rows)
      throws SqlError, IOException {
    Source[] columns = sources.toArray(Source[]::new);
    for (long i = 1; i <= count; i++) {
      rows.startRow();
      for (Source column : columns) {
        try {
          column.write(rows);
        } catch (FieldError e) {
          rows.dropRow();
          throw errors.spectrum(file, before + i, column.column(), e);
        }
      }
      rows.endRow();
    }
    return before + count;
  }

  /** Where the values of one table column come from. */
  private abstract static sealed class Source permits Flat, Nested, Filler {
    private final TargetColumn column;

    Source(TargetColumn column) {
      this.column = column;
    }

    final TargetColumn column() {
      return column;
    }

    /** Writes the value of the next row. */
    abstract void write(BinaryRows rows) throws FieldError;

    final void writeNull(BinaryRows rows) throws FieldError {
      if (column.notNull()) {
        throw new FieldError(FieldError.MISSING_VALUE, "Missing data for not-null field");
      }
      rows.writeNull();
    }
  }

  private static final class Flat extends Source {
    private final Type type;
    private final ParquetColumn way;
    private final boolean required;
    private ColumnReader reader;

    Flat(TargetColumn column, Type type, ParquetColumn way) {
      super(column);
      this.type = type;
      this.way = way;
      this.required = type.isRepetition(Type.Repetition.REQUIRED);
    }

    void bind(ColumnReadStoreImpl columns, MessageType schema) {
      reader = columns.getColumnReader(schema.getColumnDescription(new String[] {type.getName()}));
    }

    @Override
    void write(BinaryRows rows) throws FieldError {
      if (required || reader.getCurrentDefinitionLevel() == 1) {
        way.write(reader, rows);
      } else {
        writeNull(rows);
      }
      reader.consume();
    }
  }

  private static final class Nested extends Source {
    private final Type type;
    private RecordReader<Group> reader;

    Nested(TargetColumn column, Type type) {
      super(column);
      this.type = type;
    }

    void bind(PageReadStore group, MessageType schema) {
      MessageType alone = new MessageType(schema.getName(), type);
      reader =
          new ColumnIOFactory()
              .getColumnIO(alone, schema)
              .getRecordReader(group, new GroupRecordConverter(alone));
    }

    @Override
    void write(BinaryRows rows) throws FieldError {
      String json = ParquetJson.text(reader.read(), 0);
      if (json == null) {
        writeNull(rows);
      } else {
        rows.writeJson(json, column().storage());
      }
    }
  }

  /** A column that the file lacks, under FILLRECORD. */
  private static final class Filler extends Source {
    Filler(TargetColumn column) {
      super(column);
    }

    @Override
    void write(BinaryRows rows) throws FieldError {
      writeNull(rows);
    }
  }
}
