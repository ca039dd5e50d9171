package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import org.apache.parquet.schema.Type;

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

  static SqlError incompatible(S3Location file, TargetColumn column, Type parquet) {
    return scanError(
        "File '%s' has an incompatible Parquet schema for column '%s'. Column type: %s, Parquet schema: %s"
            .formatted(
                file,
                column.name(),
                column.type().ddl(),
                parquet.toString().replaceAll("\\s+", " ").strip()));
  }

  static SqlError columnCount(S3Location file, TargetTable table, int fileColumns) {
    return scanError(
        "Unmatched number of columns between table and file. Table columns: %d, Data columns: %d, Table name: %s, File: %s"
            .formatted(table.columns().size(), fileColumns, table.name(), file));
  }
}
