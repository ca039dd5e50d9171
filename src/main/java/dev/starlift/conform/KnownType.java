package dev.starlift.conform;

import dev.starlift.model.ColumnType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The column type that all values of a Dataset's column are known to fit, as metadata of the
 * column. Spark hands it on where a column is renamed or selected and drops it where a value is
 * computed; the UNION of a query would keep that of its first part only.
 */
final class KnownType {
  private static final String KEY = "starlift.type";

  private KnownType() {}

  static Metadata of(ColumnType type) {
    return new MetadataBuilder().putString(KEY, type.ddl()).build();
  }

  /** Do the values go into a column of the type as they are? */
  static boolean fits(Metadata metadata, ColumnType type) {
    return metadata.contains(KEY) && metadata.getString(KEY).equals(type.ddl());
  }
}
