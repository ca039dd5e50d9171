package dev.starlift.conform;

import static org.apache.spark.sql.functions.lit;

import dev.starlift.job.TableLoad;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * Dimension members that no source delivers: those that facts name before they arrive, and the one
 * that stands for "unknown".
 *
 * <p>A column that nobody knows a value for is NULL where it may be; otherwise it has its constant
 * DEFAULT, or a value that says so: {@code Unknown}, cut to the width of a VARCHAR, {@code ?} in a
 * CHAR, 0, false, 0001-01-01. In the unknown member the numbers of the business key are -1.
 */
public final class Members {
  private static final LocalDate NO_DATE = LocalDate.of(1, 1, 1);

  private Members() {}

  /**
   * The members that accepted rows of a load need and that are not there, once each, as rows of the
   * dimension's declared columns. Their surrogate keys are those that the rows have, and that the
   * members will have when a source delivers them.
   *
   * @param lookup one with {@code missing = infer}
   * @param dimension the declaration of the lookup's table
   */
  public static Dataset<Row> inferred(
      Judged judged, TableLoad load, TableLoad.Lookup lookup, Table dimension) {
    if (lookup.missing() != TableLoad.MissingMember.INFER || !load.lookups().contains(lookup)) {
      throw new IllegalArgumentException(
          "Lookup " + lookup.column() + " of " + load.table().name() + " infers no members.");
    }
    String needed = Judged.INFER_PREFIX + lookup.column();
    Dataset<Row> keys =
        judged
            .accepted()
            .where(Names.column(needed).isNotNull())
            .select(Names.quoted(needed) + ".*")
            .distinct();
    Map<Identifier, org.apache.spark.sql.Column> businessKey = new HashMap<>();
    for (Identifier name : dimension.businessKey()) {
      businessKey.put(name, Names.column(name.value()));
    }
    org.apache.spark.sql.Column surrogateKey = SurrogateKey.of(dimension, businessKey);
    Optional<Validity> validity = lookup.asOf().map(TableLoad.AsOf::validity);
    return rows(
        keys,
        dimension,
        column ->
            lookup.take().equals(column.name())
                ? surrogateKey
                : businessKey.containsKey(column.name())
                    ? businessKey.get(column.name())
                    : alwaysValid(column, validity).orElseGet(() -> nothingKnown(column)));
  }

  /** The only version of a member, as far as is known. */
  private static Optional<org.apache.spark.sql.Column> alwaysValid(
      Column column, Optional<Validity> validity) {
    if (validity.filter(one -> one.to().equals(column.name())).isPresent()) {
      return Optional.of(lit(MemberVersions.NO_END));
    }
    return validity.filter(one -> one.current().equals(column.name())).map(one -> lit(true));
  }

  /** The one row with the key {@link SurrogateKey#UNKNOWN}. */
  public static Dataset<Row> unknown(SparkSession session, Table dimension) {
    return unknown(session, dimension, Optional.empty());
  }

  /**
   * The same in a dimension with versions, where it is always valid.
   *
   * @param lookup one that may need it
   */
  public static Dataset<Row> unknown(
      SparkSession session, Table dimension, TableLoad.Lookup lookup) {
    return unknown(session, dimension, lookup.asOf().map(TableLoad.AsOf::validity));
  }

  private static Dataset<Row> unknown(
      SparkSession session, Table dimension, Optional<Validity> validity) {
    return rows(
        session.range(1).toDF(),
        dimension,
        column ->
            dimension.surrogateKey().filter(column::equals).isPresent()
                ? lit(SurrogateKey.UNKNOWN)
                : dimension.businessKey().contains(column.name())
                    ? lit(unknownKey(column.type()))
                    : alwaysValid(column, validity).orElseGet(() -> nothingKnown(column)));
  }

  private static Dataset<Row> rows(
      Dataset<Row> from, Table table, Function<Column, org.apache.spark.sql.Column> value) {
    return from.select(
        table.columns().stream()
            .map(column -> value.apply(column).cast(sparkType(column)).as(column.name().value()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static org.apache.spark.sql.Column nothingKnown(Column column) {
    if (Defaults.constant(column).orElse(null) instanceof Defaults.Text text) {
      return lit(text.text());
    }
    return column.nullable() || column.identity().isPresent()
        ? lit(null)
        : lit(unknownValue(column.type()));
  }

  private static Object unknownKey(ColumnType type) {
    Object value = unknownValue(type);
    return value.equals(0) ? Integer.valueOf(-1) : value;
  }

  private static Object unknownValue(ColumnType type) {
    if (type instanceof ColumnType.Varchar varchar) {
      String unknown = "Unknown";
      return unknown.substring(0, Math.min(unknown.length(), varchar.length()));
    }
    if (type instanceof ColumnType.Char) {
      return "?";
    }
    if (type instanceof ColumnType.Bool) {
      return false;
    }
    if (type instanceof ColumnType.Date) {
      return NO_DATE;
    }
    if (type instanceof ColumnType.Timestamp || type instanceof ColumnType.TimestampWithZone) {
      return LocalDateTime.of(NO_DATE, java.time.LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC);
    }
    if (type instanceof ColumnType.Time) {
      return "00:00:00.000000";
    }
    if (type instanceof ColumnType.Super) {
      return "null";
    }
    if (type instanceof ColumnType.Varbyte) {
      return new byte[0];
    }
    return 0;
  }

  private static DataType sparkType(Column column) {
    return SparkTypes.of(column.type()).orElseThrow();
  }
}
