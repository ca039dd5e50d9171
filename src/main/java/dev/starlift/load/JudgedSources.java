package dev.starlift.load;

import dev.starlift.conform.Judged;
import dev.starlift.conform.SourceConformer;
import dev.starlift.model.InputFile;
import dev.starlift.source.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final SourceReader reader;
  private final String jobGroup;
  private final Map<SourceRead, SourceRows> judged = new ConcurrentHashMap<>();

  /**
   * @param repeatedKeys empty when all rows have to be sorted by their key, or there is none
   */
  private record SourceRows(Dataset<Row> raw, Optional<Dataset<Row>> repeatedKeys, Judged judged) {}

  JudgedSources(SparkSession spark, SourceReader reader, String jobGroup) {
    this.spark = spark;
    this.reader = reader;
    this.jobGroup = jobGroup;
  }

  Judged rows(SourceRead read) {
    return judged.computeIfAbsent(read, this::judge).judged();
  }

  /** Has all rejected rows of the source, and few others. */
  Judged doubtfulRows(SourceRead read) {
    SourceRows rows = judged.computeIfAbsent(read, this::judge);
    return rows.repeatedKeys()
        .map(keys -> SourceConformer.judgeDoubtful(rows.raw(), read.source(), keys))
        .orElseGet(() -> SourceConformer.judgeDoubtful(rows.raw(), read.source()));
  }

  private SourceRows judge(SourceRead read) {
    Dataset<Row> raw = reader.read(read.source(), read.files());
    long bytes = read.files().stream().mapToLong(InputFile::bytes).sum();
    if (!read.source().key().isEmpty() && bytes >> 20 >= INPUT_MIB_WORTH_A_PASS_OVER_KEYS) {
      spark
          .sparkContext()
          .setJobGroup(jobGroup, "starlift: repeated keys of " + read.source().name(), true);
      Dataset<Row> keys = SourceConformer.repeatedKeys(raw, read.source());
      List<Row> repeated = keys.limit(MAX_REPEATED_KEYS + 1).collectAsList();
      if (repeated.size() <= MAX_REPEATED_KEYS) {
        Dataset<Row> few = spark.createDataFrame(repeated, keys.schema());
        return new SourceRows(
            raw, Optional.of(few), SourceConformer.judge(raw, read.source(), few));
      }
    }
    return new SourceRows(raw, Optional.empty(), SourceConformer.judge(raw, read.source()));
  }
}
