package dev.starlift.source;

import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a task must know of a source of text files.
 *
 * @param names of the columns in the Dataset: those that stand in the files, that of the rescued
 *     fields if there is one, then those that stand in directories
 * @param fields names in the file of the first of them
 * @param optional of these fields, those that a file may lack
 * @param rescues is there a column for the fields that the contract does not name?
 * @param directories names of directories that hold the values of the last columns
 * @param csv how CSV is written
 * @param plainTypes by column name, for the columns that have one
 * @param required names of the columns that must have a value
 * @param everyRecord is {@link #RAW} given of records that seem fine as well?
 */
record RawFormat(
    boolean json,
    List<String> names,
    List<String> fields,
    Set<String> optional,
    boolean rejectsUnknownFields,
    boolean rescues,
    List<String> directories,
    CsvFormat csv,
    String encoding,
    JsonLayout layout,
    Map<String, PlainType> plainTypes,
    Set<String> required,
    boolean everyRecord)
    implements Serializable {
  /** Where a byte that looks like a line end is one. */
  private static final Set<String> ENCODINGS_WITH_ASCII_LINE_ENDS =
      Set.of("UTF-8", "US-ASCII", "ISO-8859-1", "windows-1252");

  static final String FILE = "_file";
  static final String LINE = "_line";
  static final String RAW = "_raw";

  /** Before the name of a column: its value, where its text was plain. */
  static final String PLAIN_PREFIX = "_plain_";

  static final String PROBLEM = "_problem";
  static final String PROBLEM_COLUMN = "_problem_column";
  static final String PROBLEM_MESSAGE = "_problem_message";

  static RawFormat of(SourceDefinition source) {
    return of(source, true);
  }

  static RawFormat of(SourceDefinition source, boolean everyRecord) {
    return new RawFormat(
        source.format() == Format.JSON,
        names(source),
        source.fileColumns().stream().map(RawColumn::field).toList(),
        source.fileColumns().stream()
            .filter(RawColumn::optional)
            .map(RawColumn::field)
            .collect(Collectors.toUnmodifiableSet()),
        source.onUnknownField() == UnknownField.REJECT,
        source.onUnknownField() == UnknownField.RESCUE,
        source.directoryColumns().stream().map(RawColumn::field).toList(),
        CsvFormat.of(source.csv()),
        source.format() == Format.JSON ? "UTF-8" : source.csv().encoding().name(),
        source.json(),
        plainTypes(source),
        source.columns().stream()
            .filter(column -> !column.nullable() || source.key().contains(column.name()))
            .map(RawColumn::name)
            .collect(Collectors.toUnmodifiableSet()),
        everyRecord);
  }

  /** Can a reader that begins in the middle of a file tell where a record starts? */
  boolean startsRecordsOnLines() {
    boolean lines = json ? layout == JsonLayout.LINES : !csv.lineBreaksInFields();
    return lines && ENCODINGS_WITH_ASCII_LINE_ENDS.contains(encoding);
  }

  /** Does a carriage return end a line, or is it a blank like any other? */
  boolean endsLinesWithReturns() {
    return !json;
  }

  private static List<String> names(SourceDefinition source) {
    List<String> names = new ArrayList<>();
    source.fileColumns().forEach(column -> names.add(column.name()));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      names.add(SourceDefinition.RESCUED);
    }
    source.directoryColumns().forEach(column -> names.add(column.name()));
    return List.copyOf(names);
  }

  /** Are the fields that the contract does not name asked for? */
  boolean rescues(RawRow row) {
    return rescues && row.wants(fields.size());
  }

  /** The place among the names of the first column that stands in a directory. */
  int firstDirectory() {
    return names.size() - directories.size();
  }

  /** The columns of the Dataset, whatever the format of the files. */
  static StructType schema(List<String> names) {
    StructField[] columns = new StructField[names.size() + 6];
    for (int i = 0; i < names.size(); i++) {
      columns[i] = text(names.get(i), true);
    }
    int next = names.size();
    columns[next++] = text(FILE, false);
    columns[next++] = new StructField(LINE, DataTypes.LongType, false, Metadata.empty());
    columns[next++] = text(RAW, true);
    columns[next++] = text(PROBLEM, true);
    columns[next++] = text(PROBLEM_COLUMN, true);
    columns[next] = text(PROBLEM_MESSAGE, true);
    return new StructType(columns);
  }

  private static Map<String, PlainType> plainTypes(SourceDefinition source) {
    Map<String, PlainType> types = new TreeMap<>();
    for (RawColumn column : source.columns()) {
      PlainType.of(column).ifPresent(type -> types.put(column.name(), type));
    }
    return types;
  }

  /** The columns of the Dataset, and those for {@code conform} that spare it work. */
  StructType schema() {
    StructType schema = schema(names);
    for (Map.Entry<String, PlainType> plain : plainTypes.entrySet()) {
      schema = schema.add(PLAIN_PREFIX + plain.getKey(), plain.getValue().type(), true);
    }
    return schema;
  }

  private static StructField text(String name, boolean nullable) {
    return new StructField(name, DataTypes.StringType, nullable, Metadata.empty());
  }
}
