package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;

/** Redshift reads columnar files through Spectrum, and its errors look like it. */
final class Spectrum {
  private static final int SCAN_ERROR = 15007;

  private Spectrum() {}

  static SqlError scanError(String context) {
    return new SqlError(
        LoadErrors.LOAD_FAILED,
        "Spectrum Scan Error. " + context,
        "error: Spectrum Scan Error code: %d context: %s".formatted(SCAN_ERROR, context),
        "",
        0);
  }

  /**
   * @param inFile the column's type as the file names it
   */
  static SqlError incompatible(
      S3Location file, TargetColumn column, FileFormat format, String inFile) {
    String name = format == FileFormat.PARQUET ? "Parquet" : "ORC";
    return scanError(
        "File '%s' has an incompatible %s schema for column '%s'. Column type: %s, %s schema: %s"
            .formatted(
                file,
                name,
                column.name(),
                column.type().ddl(),
                name,
                inFile.replaceAll("\\s+", " ").strip()));
  }

  static SqlError needsSerialization(S3Location file, TargetColumn column, FileFormat format) {
    return scanError(
        "File '%s': column '%s' is SUPER, which takes %s data only with SERIALIZETOJSON"
            .formatted(file, column.name(), format == FileFormat.PARQUET ? "Parquet" : "ORC"));
  }

  static SqlError columnCount(S3Location file, TargetTable table, int fileColumns) {
    return scanError(
        "Unmatched number of columns between table and file. Table columns: %d, Data columns: %d, Table name: %s, File: %s"
            .formatted(table.columns().size(), fileColumns, table.name(), file));
  }
}
