package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.when;

import dev.starlift.conform.Adjustment;
import dev.starlift.conform.Judged;
import dev.starlift.conform.Rejects;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.load.TableStage.Counts;
import dev.starlift.stage.StagedRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of the sources, counted once: on the way of the first table that reads them, whether the
 * table takes the rejected ones along or only wants the accepted ones.
 */
final class CountedSources {
  /** Observed counts come within milliseconds, if they come. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Measure: rows with fields that the contract does not name. */
  private static final String RESCUED = "rescued";

  private final SparkSession spark;
  private final JudgedSources judged;
  private final Set<SourceRead> counted = ConcurrentHashMap.newKeySet();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Set<SourceRead> rescuing = ConcurrentHashMap.newKeySet();

  CountedSources(SparkSession spark, JudgedSources judged) {
    this.spark = spark;
    this.judged = judged;
  }

  /** What the contracts of the sources have let happen to values. */
  List<String> notes() {
    return notes;
  }

  /** Those in which fields were found that the contract does not name. */
  Set<SourceRead> rescuing() {
    return rescuing;
  }

  /** True for the first table that asks, which has to count the source then. */
  boolean isFirst(SourceRead read) {
    return counted.add(read);
  }

  /** All rows, with the counts that {@link #countNames} names. */
  Dataset<Row> marked(SourceRead read) {
    return judged.rows(read).marked(counts(read.source()));
  }

  static List<String> countNames(SourceRead read) {
    return List.copyOf(counts(read.source()).keySet());
  }

  /** What became of {@link #marked} rows is known. */
  void staged(SourceRead read, StagedRows outcome) {
    note(read, name -> outcome.counts().get(Judged.sourceCount(name)));
  }

  /**
   * The accepted rows.
   *
   * @param counting gets an observation when nobody has counted the source before
   */
  Dataset<Row> accepted(SourceRead read, Map<SourceRead, Observation> counting) {
    Judged rows = judged.rows(read);
    if (!isFirst(read)) {
      return rows.accepted();
    }
    Observation observation = new Observation(read.source().name());
    counting.put(read, observation);
    List<Column> measures = measures(read.source());
    Column[] others = measures.subList(1, measures.size()).toArray(Column[]::new);
    return new Judged(rows.rows().observe(observation, measures.get(0), others)).accepted();
  }

  /** The counts of {@link #accepted}, once the job that reads the rows has ended. */
  Map<SourceRead, Counts> observed(Map<SourceRead, Observation> counting) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<SourceRead, Counts> seen = new LinkedHashMap<>();
    counting.forEach(
        (read, observation) -> {
          Map<String, Long> found =
              Observed.counts(observation, end).orElseGet(() -> countAgain(read));
          seen.put(
              read,
              new Counts(
                  found.get(Rejects.READ),
                  found.get(Rejects.ACCEPTED),
                  found.get(Rejects.REJECTED),
                  found.get(Rejects.SUPERSEDED)));
          note(read, found::get);
        });
    return seen;
  }

  /**
   * A source that Spark did not need to read to the end, or at all: its rows count all the same.
   */
  private Map<String, Long> countAgain(SourceRead read) {
    spark.sparkContext().setJobDescription("starlift: count " + read.source().name());
    List<Column> measures = measures(read.source());
    Column[] others = measures.subList(1, measures.size()).toArray(Column[]::new);
    return Observed.counts(judged.rows(read).rows().agg(measures.get(0), others).first());
  }

  private void note(SourceRead read, Function<String, Long> counts) {
    SourceDefinition source = read.source();
    if (source.onUnknownField() == UnknownField.RESCUE && counts.apply(RESCUED) > 0) {
      rescuing.add(read);
    }
    for (Adjustment adjustment : Adjustment.of(source)) {
      long values = counts.apply(adjustment.measure());
      if (values > 0) {
        notes.add("Source %s: %,d %s.".formatted(source.name(), values, adjustment.meaning()));
      }
    }
  }

  private static List<Column> measures(SourceDefinition source) {
    List<Column> measures = new ArrayList<>(Rejects.measures(source));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      measures.add(count(col(SourceDefinition.RESCUED)).as(RESCUED));
    }
    return measures;
  }

  private static Map<String, Column> counts(SourceDefinition source) {
    Map<String, Column> counts = new LinkedHashMap<>(Rejects.adjustments(source));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      Column rescued = col(SourceDefinition.RESCUED).isNotNull();
      counts.put(RESCUED, when(rescued, 1L).otherwise(0L));
    }
    return counts;
  }
}
