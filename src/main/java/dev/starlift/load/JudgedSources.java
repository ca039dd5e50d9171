package dev.starlift.load;

import static org.apache.spark.sql.functions.col;

import dev.starlift.conform.Judged;
import dev.starlift.conform.SourceConformer;
import dev.starlift.model.InputFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of the sources with their verdicts, made once for all tables that read the same. */
final class JudgedSources {
  /** Below this, sorting all rows by their key is quicker than reading their keys first. */
  private static final int INPUT_MIB_WORTH_A_PASS_OVER_KEYS = 64;

  /** Repeated keys are brought to the driver up to this number: some ten megabytes. */
  private static final int MAX_REPEATED_KEYS = 100_000;

  private final SparkSession spark;
  private final SourceRows rows;
  private final String jobGroup;
  private final Map<SourceRead, Verdicts> judged = new ConcurrentHashMap<>();

  /**
   * @param repeatedKeys empty when all rows have to be sorted by their key, or there is none
   */
  private record Verdicts(Optional<Dataset<Row>> repeatedKeys, Judged judged) {}

  JudgedSources(SparkSession spark, SourceRows rows, String jobGroup) {
    this.spark = spark;
    this.rows = rows;
    this.jobGroup = jobGroup;
  }

  Judged rows(SourceRead read) {
    return judged.computeIfAbsent(read, this::judge).judged();
  }

  /** The records of some of the files: {@code _file}, {@code _line}, {@code _raw}. */
  Dataset<Row> records(SourceRead read, Set<String> files) {
    return rows.read(read, files).select(col(Judged.FILE), col(Judged.LINE), col(Judged.RAW));
  }

  /** Has all rejected rows of the source, with their records, and few others. */
  Judged doubtfulRows(SourceRead read) {
    Dataset<Row> raw = rows.read(read);
    return judged
        .computeIfAbsent(read, this::judge)
        .repeatedKeys()
        .map(keys -> SourceConformer.judgeDoubtful(raw, read.source(), keys))
        .orElseGet(() -> SourceConformer.judgeDoubtful(raw, read.source()));
  }

  private Verdicts judge(SourceRead read) {
    Dataset<Row> raw = rows.readWithFewRecords(read);
    long bytes = read.files().stream().mapToLong(InputFile::bytes).sum();
    if (!read.source().key().isEmpty() && bytes >> 20 >= INPUT_MIB_WORTH_A_PASS_OVER_KEYS) {
      spark
          .sparkContext()
          .setJobGroup(jobGroup, "starlift: repeated keys of " + read.source().name(), true);
      Dataset<Row> keys = SourceConformer.repeatedKeys(raw, read.source());
      List<Row> repeated = keys.limit(MAX_REPEATED_KEYS + 1).collectAsList();
      if (repeated.size() <= MAX_REPEATED_KEYS) {
        Dataset<Row> few = spark.createDataFrame(repeated, keys.schema());
        return new Verdicts(Optional.of(few), SourceConformer.judge(raw, read.source(), few));
      }
    }
    return new Verdicts(Optional.empty(), SourceConformer.judge(raw, read.source()));
  }
}
