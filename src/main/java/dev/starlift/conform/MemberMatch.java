package dev.starlift.conform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Picks one of several members that have the key of a row: those near enough, and of these the
 * first. Distances are decimal numbers, so that a difference of exactly {@code within} is near
 * whether the numbers are binary fractions or not; nine digits after the point count.
 */
final class MemberMatch {
  /** A number and its distance from another fit without a digit being lost. */
  private static final String NUMBER = "DECIMAL(30,9)";

  private final String prefix;
  private final TableLoad.Lookup lookup;
  private final Table dimension;
  private final List<Identifier> near;
  private final List<Conversion> conversions = new ArrayList<>();

  /**
   * @param prefix of the columns that the lookup adds
   */
  MemberMatch(String prefix, TableLoad.Lookup lookup, Table dimension) {
    this.prefix = prefix;
    this.lookup = lookup;
    this.dimension = dimension;
    this.near = lookup.match().near().keySet().stream().sorted().toList();
  }

  /** Can only one member have the key? */
  boolean isExact() {
    return lookup.match().equals(TableLoad.Match.EXACT);
  }

  void check(Problems problems) {
    for (Identifier column : near) {
      ColumnType type = type(column);
      boolean number =
          type instanceof ColumnType.SmallInt
              || type instanceof ColumnType.Int
              || type instanceof ColumnType.BigInt
              || type instanceof ColumnType.Decimal
              || type instanceof ColumnType.Real
              || type instanceof ColumnType.DoublePrecision;
      if (!number) {
        problems.add(
            lookup.where(),
            "lookup %s, near: %s of %s is no number."
                .formatted(lookup.column(), column, dimension.name()),
            "");
      }
    }
  }

  /** What members must be near to, to be computed beside the columns of the input. */
  List<Column> given(Expressions expressions) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < near.size(); i++) {
      Optional<Expressions.Computed> computed =
          expressions.value(
              given(i),
              lookup.match().near().get(near.get(i)).to(),
              lookup.column().value(),
              type(near.get(i)),
              lookup.where(),
              "lookup %s, near %s".formatted(lookup.column(), near.get(i)));
      computed.ifPresent(
          value -> {
            columns.add(value.value());
            conversions.add(value.conversion());
          });
    }
    return columns;
  }

  /** The same as decimal numbers; to be added to rows that have what {@link #given} computes. */
  List<Column> typed() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < conversions.size(); i++) {
      columns.add(conversions.get(i).value().as(value(i)));
    }
    return columns;
  }

  /** Does the row say what a member must be near to? */
  List<Column> isGiven() {
    List<Column> given = new ArrayList<>();
    for (int i = 0; i < near.size(); i++) {
      given.add(col(given(i)).isNotNull());
    }
    return given;
  }

  /**
   * The rows with {@code take} and {@code found}, as {@link MemberLookup} names them.
   *
   * @param memberKeys the key columns of the members
   * @param same compares them with those of the rows
   */
  Dataset<Row> joined(
      Dataset<Row> rows, Dataset<Row> members, List<Column> memberKeys, Column same) {
    List<Column> fields = new ArrayList<>();
    for (int i = 0; i < lookup.match().first().size(); i++) {
      Column first = Names.column(lookup.match().first().get(i).value());
      // The last are those without a value.
      fields.add(first.isNull().as("empty_" + i));
      fields.add(first.as("first_" + i));
    }
    fields.add(Names.column(lookup.take().value()).as("take"));
    for (int i = 0; i < near.size(); i++) {
      fields.add(decimal(Names.quoted(near.get(i).value())).as("near_" + i));
    }
    String candidates = prefix + "candidates";
    String chosen = prefix + "chosen";
    Dataset<Row> byKey =
        members
            .groupBy(memberKeys.toArray(Column[]::new))
            .agg(sort_array(collect_list(struct(fields.toArray(Column[]::new)))).as(candidates));
    return rows.join(byKey, same, "left")
        .withColumn(chosen, expr("get(filter(%s, one -> %s), 0)".formatted(candidates, isNear())))
        .withColumn(prefix + "take", col(chosen + ".take"))
        .withColumn(prefix + "found", when(col(chosen).isNotNull(), lit(true)))
        .drop(candidates, chosen);
  }

  private String isNear() {
    StringBuilder condition = new StringBuilder("one.take IS NOT NULL");
    for (int i = 0; i < near.size(); i++) {
      condition.append(
          " AND abs(one.near_%d - try_cast(%s AS %s)) <= %sBD"
              .formatted(
                  i,
                  value(i),
                  NUMBER,
                  lookup.match().near().get(near.get(i)).within().toPlainString()));
    }
    return condition.toString();
  }

  private static Column decimal(String sql) {
    return expr("try_cast(%s AS %s)".formatted(sql, NUMBER));
  }

  private ColumnType type(Identifier column) {
    return dimension.findColumn(column).orElseThrow().type();
  }

  private String given(int number) {
    return prefix + "near_given_" + number;
  }

  private String value(int number) {
    return prefix + "near_" + number;
  }
}
