package dev.starlift.stage;

import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One attempt at one partition: accepted rows to staged files, lines of rejects to a reject file or
 * to one of unfinished lines, counts to the commit message. Files have names that no other attempt
 * has, and count only if this one is committed.
 */
final class StageTask implements DataWriter<InternalRow> {
  private final Plan plan;
  private final String attempt;
  private final List<RowFile> finished = new ArrayList<>();
  private final long[] counts;
  private RowFile rows;
  private RowFile rejects;
  private RowFile unfinished;
  private long inFile;
  private long accepted;
  private long lines;
  private long unfinishedLines;
  private long all;

  /**
   * What every task has to know.
   *
   * @param columns of the staged files, first in each row: those of the table, or the line of CSV;
   *     then {@link MarkedRows#ACCEPTED}, {@link MarkedRows#REJECT}, {@link MarkedRows#UNFINISHED}
   *     and the counts
   * @param unfinished where lines without a record go
   * @param codec for Parquet
   * @param maxRecordsPerFile 0 for no cap
   */
  record Plan(
      String folder,
      String rejects,
      String unfinished,
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
  record Done(
      List<StagedFile> files,
      long rows,
      long accepted,
      long lines,
      long unfinished,
      List<Long> counts)
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
      reject(row, marks + 1, row.getBoolean(marks + 2));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += row.getLong(marks + 3 + i);
    }
  }

  private void reject(InternalRow row, int line, boolean lacksRecord) throws IOException {
    if (lacksRecord) {
      if (unfinished == null) {
        unfinished = lines(plan.unfinished(), line);
      }
      unfinished.write(row);
      unfinishedLines++;
    } else {
      if (rejects == null) {
        rejects = lines(plan.rejects(), line);
      }
      rejects.write(row);
      lines++;
    }
  }

  private RowFile lines(String folder, int column) throws IOException {
    return new LineFile(folder + "/" + attempt + ".json", plan.conf().value(), column, false);
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
    for (RowFile file : lineFiles()) {
      file.finish();
    }
    return new Done(
        finished.stream().map(file -> new StagedFile(file.uri(), file.bytes())).toList(),
        all,
        accepted,
        lines,
        unfinishedLines,
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
    for (RowFile file : lineFiles()) {
      file.discard();
    }
  }

  private List<RowFile> lineFiles() {
    return Stream.of(rejects, unfinished).filter(Objects::nonNull).toList();
  }

  @Override
  public void close() {}
}
