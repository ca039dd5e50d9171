package dev.starlift.conform;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is written and counted of rejected rows. */
public final class Rejects {
  /** Measure: rows judged. */
  public static final String READ = "read";

  /** Measure: rows without a reason. */
  public static final String ACCEPTED = "accepted";

  /** Measure: rows with a reason that counts towards the job's limit. */
  public static final String REJECTED = "rejected";

  /** Measure: rows that a later row of their key replaces. */
  public static final String SUPERSEDED = "superseded";

  /** Measure, followed by the column of a lookup: rows whose member is not there. */
  public static final String MISSING_PREFIX = "missing_";

  private Rejects() {}

  /**
   * The rejected rows as they are written: {@code source}, {@code file}, {@code line}, {@code
   * table}, {@code reasons}, {@code raw}.
   *
   * @param table empty when the source's own contract rejected them
   */
  public static Dataset<Row> of(Judged judged, String source, String table) {
    return judged
        .rejected()
        .select(
            lit(source).as("source"),
            col(Judged.FILE).as("file"),
            col(Judged.LINE).as("line"),
            lit(table).as("table"),
            col(Judged.REASONS).as("reasons"),
            col(Judged.RAW).as("raw"));
  }

  /** Such a row as the line of a reject file. */
  public static Column line() {
    return line(col("source"), col("file"), col("line"), col("table"), col("reasons"), col("raw"));
  }

  /**
   * The same of columns that hold what it says.
   *
   * @param table empty when the source's own contract rejected the row
   */
  public static Column line(
      Column source, Column file, Column line, Column table, Column reasons, Column raw) {
    return to_json(
        struct(
            source.as("source"),
            file.as("file"),
            line.as("line"),
            table.as("table"),
            reasons.as("reasons"),
            raw.as("raw")),
        Map.of("ignoreNullFields", "false"));
  }

  /**
   * Counts for {@link Dataset#observe} on {@link Judged#rows()}, each a BIGINT: {@link #READ} =
   * {@link #ACCEPTED} + {@link #REJECTED} + {@link #SUPERSEDED}, for every input.
   */
  public static List<Column> measures() {
    return measures(counts());
  }

  /** The same for the rows of a source, and the measure of each {@link Adjustment} it may need. */
  public static List<Column> measures(SourceDefinition source) {
    return measures(counts(source));
  }

  /** The same for the rows of a table, and {@link #MISSING_PREFIX} counts. */
  public static List<Column> measures(TableLoad load) {
    return measures(counts(load));
  }

  private static List<Column> measures(Map<String, Column> counts) {
    List<Column> measures = new ArrayList<>();
    measures.add(count(lit(1)).as(READ));
    measures.add(count(when(Judged.isAccepted(), lit(1))).as(ACCEPTED));
    counts.forEach((name, rows) -> measures.add(coalesce(sum(rows), lit(0L)).as(name)));
    return measures;
  }

  /** What each row of {@link Judged#rows()} adds to {@link #REJECTED} and {@link #SUPERSEDED}. */
  private static Map<String, Column> counts() {
    Column superseded = Judged.isSuperseded();
    Map<String, Column> counts = new LinkedHashMap<>();
    counts.put(REJECTED, one(not(Judged.isAccepted()).and(not(superseded))));
    counts.put(SUPERSEDED, one(superseded));
    return counts;
  }

  /** The same for the rows of a source, and for each {@link Adjustment} it may need. */
  public static Map<String, Column> counts(SourceDefinition source) {
    Map<String, Column> counts = counts();
    for (Adjustment adjustment : Adjustment.of(source)) {
      counts.put(
          adjustment.measure(), when(Judged.isAccepted(), col(adjustment.column())).otherwise(0L));
    }
    return counts;
  }

  /**
   * The same for the rows of a table, and {@link #MISSING_PREFIX} counts: for {@code reject} the
   * rows rejected for it; otherwise the accepted rows that point to the unknown or an inferred
   * member, or to none.
   */
  public static Map<String, Column> counts(TableLoad load) {
    Map<String, Column> counts = counts();
    for (TableLoad.Lookup lookup : load.lookups()) {
      Column accepted = Judged.isAccepted();
      String column = lookup.column().value();
      Column missing =
          switch (lookup.missing()) {
            case REJECT -> array_contains(col(Judged.REASONS), MemberLookup.missingMember(lookup));
            case UNKNOWN_MEMBER ->
                accepted.and(
                    coalesce(Names.column(column).equalTo(SurrogateKey.UNKNOWN), lit(false)));
            case INFER -> accepted.and(Names.column(Judged.INFER_PREFIX + column).isNotNull());
            case LEAVE_EMPTY -> accepted.and(Names.column(column).isNull());
          };
      counts.put(MISSING_PREFIX + column, one(missing));
    }
    return counts;
  }

  private static Column one(Column condition) {
    return when(condition, 1L).otherwise(0L);
  }
}
