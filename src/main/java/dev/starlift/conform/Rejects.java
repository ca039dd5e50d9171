package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;

/** What is counted of judged rows. */
public final class Rejects {
  /** Measure: rows judged. */
  public static final String READ = "read";

  /** Measure: rows without a reason. */
  public static final String ACCEPTED = "accepted";

  /** Measure: rows with a reason that counts towards the job's limit. */
  public static final String REJECTED = "rejected";

  /** Measure: rows that a later row of their key replaces. */
  public static final String SUPERSEDED = "superseded";

  /** Count, followed by the column of a lookup: rows whose member is not there. */
  public static final String MISSING_PREFIX = "missing_";

  private Rejects() {}

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

  private static Map<String, Column> counts(SourceDefinition source) {
    Map<String, Column> counts = counts();
    adjustments(source)
        .forEach(
            (name, values) -> counts.put(name, when(Judged.isAccepted(), values).otherwise(0L)));
    return counts;
  }

  /** What each row that a source accepts adds to the measure of each {@link Adjustment}. */
  public static Map<String, Column> adjustments(SourceDefinition source) {
    Map<String, Column> counts = new LinkedHashMap<>();
    for (Adjustment adjustment : Adjustment.of(source)) {
      counts.put(adjustment.measure(), col(adjustment.column()));
    }
    return counts;
  }

  /**
   * What each accepted row of a table adds to {@link #MISSING_PREFIX} counts: those that point to
   * the unknown or an inferred member, or to none.
   */
  public static Map<String, Column> missing(TableLoad load) {
    Map<String, Column> counts = new LinkedHashMap<>();
    for (TableLoad.Lookup lookup : load.lookups()) {
      String column = lookup.column().value();
      switch (lookup.missing()) {
        case REJECT -> {}
        case UNKNOWN_MEMBER ->
            counts.put(
                MISSING_PREFIX + column,
                one(coalesce(Names.column(column).equalTo(SurrogateKey.UNKNOWN), lit(false))));
        case INFER ->
            counts.put(
                MISSING_PREFIX + column,
                one(Names.column(Judged.INFER_PREFIX + column).isNotNull()));
        case LEAVE_EMPTY -> counts.put(MISSING_PREFIX + column, one(Names.column(column).isNull()));
      }
    }
    return counts;
  }

  private static Column one(Column condition) {
    return when(condition, 1L).otherwise(0L);
  }
}
