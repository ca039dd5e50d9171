package dev.starlift.conform;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.RejectCode;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * One lookup of a load: finds the member of a dimension that a row belongs to.
 *
 * <p>Members are compared by value in the dimension's types, texts without trailing blanks. A key
 * with a NULL in it belongs to no member and is not missing either. A row is never multiplied: of
 * two members with one business key, which the release refuses anyway, the lesser value is taken.
 */
final class MemberLookup {
  private final String prefix;
  private final TableLoad.Lookup lookup;
  private final Table dimension;
  private final List<Identifier> keys;
  private final Dataset<Row> members;
  private final DataType taken;
  private final MemberMatch match;
  private final List<Conversion> conversions = new ArrayList<>();

  /** Of the time of the fact, where the dimension has versions. */
  private final List<Conversion> asOf = new ArrayList<>();

  /**
   * @param number tells the lookups of a load apart
   * @param dimension as declared
   * @param members its rows
   */
  MemberLookup(int number, TableLoad.Lookup lookup, Table dimension, Dataset<Row> members) {
    this.prefix = "_lookup_" + number + "_";
    this.lookup = lookup;
    this.dimension = dimension;
    this.keys = lookup.on().keySet().stream().sorted().toList();
    this.members = members;
    this.taken = members.schema().apply(lookup.take().value()).dataType();
    this.match = new MemberMatch(prefix, lookup, dimension);
  }

  Identifier column() {
    return lookup.column();
  }

  /** What makes the lookup impossible, whatever the data. */
  void check(ColumnType filled, Problems problems) {
    match.check(problems);
    boolean infers = lookup.missing() == TableLoad.MissingMember.INFER;
    Set<Identifier> named = new HashSet<>(keys);
    lookup.asOf().ifPresent(asOf -> named.add(asOf.validity().from()));
    if (infers && !named.equals(new HashSet<>(dimension.businessKey()))) {
      problems.add(
          lookup.where(),
          "lookup %s infers members of %s by %s, but its business key is %s."
              .formatted(lookup.column(), dimension.name(), keys, dimension.businessKey()),
          "Look up by the business key, or use missing = reject or unknown-member.");
    }
    boolean surrogate =
        dimension
            .surrogateKey()
            .filter(key -> key.name().equals(lookup.take()))
            .filter(key -> key.type() instanceof ColumnType.BigInt)
            .isPresent();
    if (infers && !(surrogate && filled instanceof ColumnType.BigInt)) {
      problems.add(
          lookup.where(),
          "lookup %s infers members of %s, whose hashed surrogate key does not fit %s."
              .formatted(lookup.column(), dimension.name(), filled.ddl()),
          "Make both the column and the surrogate key BIGINT.");
    }
    if (lookup.missing() == TableLoad.MissingMember.UNKNOWN_MEMBER
        && !TypedConversion.isWhole(taken)) {
      problems.add(
          lookup.where(),
          "lookup %s has an unknown member, but %s of %s is not a number."
              .formatted(lookup.column(), lookup.take(), dimension.name()),
          "Take the surrogate key.");
    }
  }

  /**
   * The expressions of {@code on} and {@code as-of}, to be computed beside the columns of the
   * input.
   */
  List<Column> given(Expressions expressions) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String what = "lookup %s, on %s".formatted(lookup.column(), keys.get(i));
      Optional<Expressions.Computed> computed =
          expressions.value(
              given(i),
              lookup.on().get(keys.get(i)),
              lookup.column().value(),
              type(keys.get(i)),
              lookup.where(),
              what);
      computed.ifPresent(
          value -> {
            columns.add(value.value());
            conversions.add(value.conversion());
          });
    }
    lookup.asOf().flatMap(wanted -> time(wanted, expressions)).ifPresent(columns::add);
    columns.addAll(match.given(expressions));
    return columns;
  }

  private Optional<Column> time(TableLoad.AsOf wanted, Expressions expressions) {
    Optional<Expressions.Computed> computed =
        expressions.value(
            prefix + "as_of",
            wanted.time(),
            lookup.column().value(),
            // The fact may know the time of day where the dimension knows the day only.
            new ColumnType.Timestamp(),
            lookup.where(),
            "lookup %s, as-of".formatted(lookup.column()));
    computed.ifPresent(value -> asOf.add(value.conversion()));
    return computed.map(Expressions.Computed::value);
  }

  /** {@code rows} with the given keys in the dimension's types. */
  Dataset<Row> typed(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (int i = 0; i < keys.size(); i++) {
      Column value = conversions.get(i).value();
      columns.add((isText(keys.get(i)) ? rtrim(value) : value).as(typed(i)));
    }
    asOf.forEach(conversion -> columns.add(conversion.value().as(time())));
    columns.addAll(match.typed());
    return rows.select(columns.toArray(Column[]::new));
  }

  /** {@code rows}, each with its member, if there is one. */
  Dataset<Row> joined(Dataset<Row> rows) {
    List<Column> memberKeys = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < keys.size(); i++) {
      DataType type = SparkTypes.of(type(keys.get(i))).orElseThrow();
      Column key = Names.column(keys.get(i).value()).cast(type);
      memberKeys.add((isText(keys.get(i)) ? rtrim(key) : key).as(member(i)));
      same = same.and(col(typed(i)).equalTo(col(member(i))));
    }
    if (lookup.asOf().isPresent()) {
      return withVersion(rows, memberKeys, same, lookup.asOf().get().validity());
    }
    if (!match.isExact()) {
      return match.joined(rows, members, memberKeys, same);
    }
    Dataset<Row> byKey =
        members
            .groupBy(memberKeys.toArray(Column[]::new))
            .agg(min(Names.column(lookup.take().value())).as(prefix + "take"))
            .withColumn(prefix + "found", lit(true));
    return rows.join(byKey, same, "left");
  }

  /** One row per member with all its versions, so that a row cannot meet two of them. */
  private Dataset<Row> withVersion(
      Dataset<Row> rows, List<Column> memberKeys, Column same, Validity validity) {
    Column version =
        struct(
            instant(validity.from()).as("begins"),
            instant(validity.to()).as("ends"),
            Names.column(lookup.take().value()).as("take"));
    Dataset<Row> byKey =
        members
            .groupBy(memberKeys.toArray(Column[]::new))
            .agg(sort_array(collect_list(version)).as(prefix + "versions"));
    String valid =
        "get(filter(%sversions, one -> one.begins <= %s AND %s < one.ends), 0)"
            .formatted(prefix, time(), time());
    return rows.join(byKey, same, "left")
        .withColumn(prefix + "version", expr(valid))
        .withColumn(prefix + "take", col(prefix + "version.take"))
        .withColumn(prefix + "found", when(col(prefix + "version").isNotNull(), lit(true)))
        .drop(prefix + "versions", prefix + "version");
  }

  private static Column instant(Identifier column) {
    return Names.column(column.value()).cast(DataTypes.TimestampType);
  }

  private String time() {
    return prefix + "time";
  }

  /** The value for the column, before it gets the column's type. */
  Column value() {
    Column found = col(prefix + "take");
    return switch (lookup.missing()) {
      case REJECT, LEAVE_EMPTY -> found;
      case UNKNOWN_MEMBER -> when(isMissing(), lit(SurrogateKey.UNKNOWN)).otherwise(found);
      case INFER -> when(isMissing().and(isMemberKey()), inferredKey()).otherwise(found);
    };
  }

  /** The type of {@link #value()}. */
  DataType valueType() {
    return switch (lookup.missing()) {
      case REJECT, LEAVE_EMPTY -> taken;
      case UNKNOWN_MEMBER, INFER -> taken instanceof DecimalType ? taken : DataTypes.LongType;
    };
  }

  /** True or false: the row names a member that is not there. */
  Column isMissing() {
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      named.add(col(given(i)).isNotNull());
    }
    named.addAll(match.isGiven());
    return col(prefix + "found").isNull().and(Reasons.all(named));
  }

  /** Is a row whose member is not there at fault for it? */
  Column isFault() {
    return lookup.missing() == TableLoad.MissingMember.LEAVE_EMPTY ? lit(false) : isMissing();
  }

  /** The reason against a row without a value although it names a member. */
  Column reason() {
    if (lookup.missing() != TableLoad.MissingMember.INFER) {
      return missingMember(lookup);
    }
    Column reason = lit(null).cast(Reasons.REASON);
    for (int i = 0; i < keys.size(); i++) {
      reason = coalesce(reason, when(col(typed(i)).isNull(), conversions.get(i).reason()));
    }
    return reason;
  }

  /** What {@link #reason()} says of a member that must be there. */
  static Column missingMember(TableLoad.Lookup lookup) {
    String keys =
        lookup.on().keySet().stream().sorted().map(Identifier::value).collect(joining(", "));
    return Reasons.reason(
        lookup.column().value(),
        RejectCode.LOOKUP,
        "no member of %s has this %s".formatted(lookup.table(), keys));
  }

  /** The member to infer, as {@link Judged#INFER_PREFIX} describes it. */
  Optional<Column> inferred() {
    if (lookup.missing() != TableLoad.MissingMember.INFER) {
      return Optional.empty();
    }
    List<Column> fields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      fields.add(col(typed(i)).as(keys.get(i).value()));
    }
    first().ifPresent(first -> fields.add(first.as(validFrom().value())));
    return Optional.of(
        when(isMissing(), struct(fields.toArray(Column[]::new)))
            .as(Judged.INFER_PREFIX + lookup.column()));
  }

  private Column isMemberKey() {
    List<Column> there = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      there.add(col(typed(i)).isNotNull());
    }
    return Reasons.all(there);
  }

  private Column inferredKey() {
    Map<Identifier, Column> businessKey = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      businessKey.put(keys.get(i), col(typed(i)));
    }
    first().ifPresent(first -> businessKey.put(validFrom(), first));
    return SurrogateKey.of(dimension, businessKey);
  }

  /** Since when an inferred member is valid. */
  private Optional<Column> first() {
    return lookup
        .asOf()
        .flatMap(TableLoad.AsOf::first)
        .map(day -> lit(day).cast(SparkTypes.of(type(validFrom())).orElseThrow()));
  }

  private Identifier validFrom() {
    return lookup.asOf().orElseThrow().validity().from();
  }

  private ColumnType type(Identifier key) {
    return dimension.findColumn(key).orElseThrow().type();
  }

  private boolean isText(Identifier key) {
    return type(key) instanceof ColumnType.Char || type(key) instanceof ColumnType.Varchar;
  }

  private String given(int key) {
    return prefix + "given_" + key;
  }

  private String typed(int key) {
    return prefix + "key_" + key;
  }

  private String member(int key) {
    return prefix + "member_" + key;
  }
}
