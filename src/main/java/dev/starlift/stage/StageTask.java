package dev.starlift.stage;

import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One attempt at one partition: accepted rows to staged files, lines of rejects to a reject file,
 * counts to the commit message. Files have names that no other attempt has, and count only if this
 * one is committed.
 */
final class StageTask implements DataWriter<InternalRow> {
  private final Plan plan;
  private final String attempt;
  private final List<RowFile> finished = new ArrayList<>();
  private final long[] counts;
  private RowFile rows;
  private RowFile rejects;
  private long inFile;
  private long accepted;
  private long lines;
  private long all;

  /**
   * What every task has to know.
   *
   * @param columns of the staged files, first in each row: those of the table, or the line of CSV;
   *     then {@link MarkedRows#ACCEPTED}, {@link MarkedRows#REJECT} and the counts
   * @param codec for Parquet
   * @param maxRecordsPerFile 0 for no cap
   */
  record Plan(
      String folder,
      String rejects,
      Format format,
      StructType columns,
      int counts,
      String codec,
      String sparkVersion,
      long maxRecordsPerFile,
      SerializableConfiguration conf)
      implements DataWriterFactory {
    @Override
    public DataWriter<InternalRow> createWriter(int partition, long task) {
      return new StageTask(this, "part-%05d-%d".formatted(partition, task));
    }
  }

  /** What a committed task has done. */
  record Done(List<StagedFile> files, long rows, long accepted, long lines, List<Long> counts)
      implements WriterCommitMessage, Serializable {}

  private StageTask(Plan plan, String attempt) {
    this.plan = plan;
    this.attempt = attempt;
    counts = new long[plan.counts()];
  }

  @Override
  public void write(InternalRow row) throws IOException {
    int marks = plan.columns().size();
    all++;
    if (row.getBoolean(marks)) {
      if (rows == null || (plan.maxRecordsPerFile() > 0 && inFile == plan.maxRecordsPerFile())) {
        next();
      }
      rows.write(row);
      inFile++;
      accepted++;
    }
    if (!row.isNullAt(marks + 1)) {
      if (rejects == null) {
        rejects =
            new LineFile(
                plan.rejects() + "/" + attempt + ".json", plan.conf().value(), marks + 1, false);
      }
      rejects.write(row);
      lines++;
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += row.getLong(marks + 2 + i);
    }
  }

  private void next() throws IOException {
    finishRows();
    String name = "%s/%s-%d".formatted(plan.folder(), attempt, finished.size());
    rows =
        plan.format() == Format.PARQUET
            ? new ParquetFile(
                name + "." + plan.codec() + ".parquet",
                plan.conf().value(),
                plan.columns(),
                plan.codec(),
                plan.sparkVersion())
            : new LineFile(name + ".csv.gz", plan.conf().value(), 0, true);
    inFile = 0;
  }

  private void finishRows() throws IOException {
    if (rows != null) {
      rows.finish();
      finished.add(rows);
      rows = null;
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    finishRows();
    if (rejects != null) {
      rejects.finish();
    }
    return new Done(
        finished.stream().map(file -> new StagedFile(file.uri(), file.bytes())).toList(),
        all,
        accepted,
        lines,
        Arrays.stream(counts).boxed().toList());
  }

  @Override
  public void abort() {
    for (RowFile file : finished) {
      file.discard();
    }
    if (rows != null) {
      rows.discard();
    }
    if (rejects != null) {
      rejects.discard();
    }
  }

  @Override
  public void close() {}
}
