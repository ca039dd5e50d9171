package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * The surrogate key of a row: a hash of its business key, so that every run, every machine and
 * every table that has to know the key computes the same. Two business keys may meet in one hash;
 * the release checks keys for uniqueness and fails then.
 */
public final class SurrogateKey {
  /** The key of the member that stands for "unknown". No business key gets it. */
  public static final long UNKNOWN = -1L;

  /** Where the hash {@link #UNKNOWN} is moved to. */
  private static final long INSTEAD_OF_UNKNOWN = Long.MIN_VALUE + 1;

  private SurrogateKey() {}

  /**
   * The key as BIGINT, never NULL.
   *
   * @param table whose business key it is
   * @param businessKey the values of {@link Table#businessKey()}, of the types that {@link
   *     SparkTypes} gives the columns
   */
  public static Column of(Table table, Map<Identifier, Column> businessKey) {
    Column all = lit("");
    // By name, so that a changed order in the DDL changes no key.
    for (Identifier name : table.businessKey().stream().sorted().toList()) {
      ColumnType type = table.findColumn(name).orElseThrow().type();
      all = concat(all, encoded(businessKey.get(name), type));
    }
    Column hash = xxhash64(all);
    return when(hash.equalTo(UNKNOWN), lit(INSTEAD_OF_UNKNOWN)).otherwise(hash);
  }

  /** With its length before it, so that no two lists of values are written alike. */
  private static Column encoded(Column value, ColumnType type) {
    Column text = text(value, type);
    return coalesce(
        concat(length(text).cast(DataTypes.StringType), lit(":"), text, lit(";")), lit("N;"));
  }

  private static Column text(Column value, ColumnType type) {
    if (type instanceof ColumnType.Char || type instanceof ColumnType.Varchar) {
      return rtrim(value);
    }
    if (type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone) {
      return unix_micros(value).cast(DataTypes.StringType);
    }
    if (type instanceof ColumnType.Real || type instanceof ColumnType.DoublePrecision) {
      // -0.0 equals 0.0, so it must have its key.
      return value.plus(lit(0.0f)).cast(DataTypes.StringType);
    }
    if (type instanceof ColumnType.Varbyte) {
      return hex(value);
    }
    return value.cast(DataTypes.StringType);
  }
}
