package dev.starlift.conform;

import dev.starlift.model.ColumnType;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

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

  private static final Map<DataType, ColumnType> WIDEST =
      Map.of(
          DataTypes.ShortType, new ColumnType.SmallInt(),
          DataTypes.IntegerType, new ColumnType.Int(),
          DataTypes.LongType, new ColumnType.BigInt(),
          DataTypes.FloatType, new ColumnType.Real(),
          DataTypes.DoubleType, new ColumnType.DoublePrecision(),
          DataTypes.BooleanType, new ColumnType.Bool(),
          DataTypes.DateType, new ColumnType.Date());

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

  /**
   * The widest column type that the Spark type carries: what is known of a column without its
   * declaration.
   */
  static Optional<ColumnType> widest(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(new ColumnType.Decimal(decimal.precision(), decimal.scale()));
    }
    if (type.equals(DataTypes.StringType)) {
      return Optional.of(new ColumnType.Varchar(ColumnType.Varchar.MAX_LENGTH));
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Optional.of(new ColumnType.Timestamp());
    }
    if (type.equals(DataTypes.BinaryType)) {
      return Optional.of(new ColumnType.Varbyte(ColumnType.Varbyte.MAX_LENGTH));
    }
    return Optional.ofNullable(WIDEST.get(type));
  }
}
