package dev.starlift.job;

import dev.starlift.problem.Location;
import java.util.List;
import java.util.Optional;

/**
 * One kind of raw file and the contract that each of its rows must keep.
 *
 * @param path a file, a prefix that ends in {@code /}, or a glob; {@code s3://}, {@code s3a://} or
 *     local; empty text for a table
 * @param manifest {@code path} is a file that lists the inputs, as COPY's manifests do
 * @param csv how CSV is written; the default dialect for other formats
 * @param json where the objects of JSON stand; lines for other formats
 * @param columns the raw contract, in the order of the file
 * @param key names of {@code columns}; empty when rows have no identity
 * @param order names of {@code columns} by which the last row of a key wins; empty when a key must
 *     not come twice
 * @param expected what must be there at least
 * @param table what is read instead of files; empty for files
 */
public record SourceDefinition(
    String name,
    Location where,
    String path,
    Format format,
    FileSelection files,
    boolean manifest,
    CsvDialect csv,
    JsonLayout json,
    List<RawColumn> columns,
    List<String> key,
    List<String> order,
    UnknownField onUnknownField,
    Expected expected,
    Optional<SourceTable> table) {
  public SourceDefinition {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    order = List.copyOf(order);
  }

  /** A source whose files are those found at its path. */
  public SourceDefinition(
      String name,
      Location where,
      String path,
      Format format,
      FileSelection files,
      CsvDialect csv,
      JsonLayout json,
      List<RawColumn> columns,
      List<String> key,
      List<String> order,
      UnknownField onUnknownField) {
    this(
        name,
        where,
        path,
        format,
        files,
        false,
        csv,
        json,
        columns,
        key,
        order,
        onUnknownField,
        Expected.FILES,
        Optional.empty());
  }

  /** The same contract for files at another place. */
  public SourceDefinition at(String elsewhere) {
    return new SourceDefinition(
        name, where, elsewhere, format, files, csv, json, columns, key, order, onUnknownField);
  }

  /** The same contract for the files to which the table was unloaded. */
  public SourceDefinition unloadedTo(String prefix) {
    return new SourceDefinition(
        name, where, prefix, Format.PARQUET, files, csv, json, columns, key, order, onUnknownField);
  }

  /**
   * Do file and line tell one record from all others? Several may share the line otherwise. Of
   * Parquet, the line is the row's number.
   */
  public boolean hasRecordPerLine() {
    return switch (format) {
      case CSV, PARQUET, REDSHIFT -> true;
      case JSON -> json == JsonLayout.LINES;
      case AVRO, ORC -> false;
    };
  }

  /** The columns whose values stand in the files. */
  public List<RawColumn> fileColumns() {
    return columns.stream().filter(column -> !column.isInDirectory()).toList();
  }

  /** The columns whose values stand in the names of directories. */
  public List<RawColumn> directoryColumns() {
    return columns.stream().filter(RawColumn::isInDirectory).toList();
  }

  /** The column with the fields that the contract does not name, where they are rescued. */
  public static final String RESCUED = "_rescued";

  /** How the files are written. */
  public enum Format {
    CSV,
    /** JSON objects, laid out as {@link JsonLayout} says. */
    JSON,
    PARQUET,
    AVRO,
    ORC,
    /** A table or view of the warehouse. */
    REDSHIFT
  }

  /** Which of the files found are loaded. */
  public enum FileSelection {
    /** Those that the ledger of a target table does not have. */
    NEW,
    /** All of them, whenever any is new. */
    ALL
  }

  /**
   * Less than that fails a run.
   *
   * @param noFiles a source without files is a source without rows
   * @param rows that a run reads of its files
   */
  public record Expected(boolean noFiles, long rows) {
    /** One file at least, be it empty. */
    public static final Expected FILES = new Expected(false, 0);
  }

  /** What becomes of a field that the contract does not name. */
  public enum UnknownField {
    REJECT,
    IGNORE,
    /** Its row is accepted, and it becomes part of the JSON object in {@link #RESCUED}. */
    RESCUE
  }
}
