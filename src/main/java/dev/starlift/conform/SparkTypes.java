package dev.starlift.conform;

import dev.starlift.model.ColumnType;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The Spark type that carries the values of a Redshift column type. */
public final class SparkTypes {
  private static final Map<Class<? extends ColumnType>, DataType> PLAIN =
      Map.ofEntries(
          Map.entry(ColumnType.SmallInt.class, DataTypes.ShortType),
          Map.entry(ColumnType.Int.class, DataTypes.IntegerType),
          Map.entry(ColumnType.BigInt.class, DataTypes.LongType),
          Map.entry(ColumnType.Real.class, DataTypes.FloatType),
          Map.entry(ColumnType.DoublePrecision.class, DataTypes.DoubleType),
          Map.entry(ColumnType.Bool.class, DataTypes.BooleanType),
          Map.entry(ColumnType.Char.class, DataTypes.StringType),
          Map.entry(ColumnType.Varchar.class, DataTypes.StringType),
          Map.entry(ColumnType.Date.class, DataTypes.DateType),
          Map.entry(ColumnType.Time.class, DataTypes.StringType),
          Map.entry(ColumnType.Timestamp.class, DataTypes.TimestampType),
          Map.entry(ColumnType.TimestampWithZone.class, DataTypes.TimestampType),
          Map.entry(ColumnType.Super.class, DataTypes.StringType),
          Map.entry(ColumnType.Varbyte.class, DataTypes.BinaryType));

  private SparkTypes() {}

  /**
   * The type of the payload column. TIME is text {@code HH:mm:ss.SSSSSS} and SUPER is JSON text,
   * because Spark has neither; both timestamp types are instants, read and written in UTC.
   *
   * @return empty for the types that Starlift does not load
   */
  public static Optional<DataType> of(ColumnType type) {
    if (type instanceof ColumnType.Decimal decimal) {
      return Optional.of(DataTypes.createDecimalType(decimal.precision(), decimal.scale()));
    }
    return Optional.ofNullable(PLAIN.get(type.getClass()));
  }
}
