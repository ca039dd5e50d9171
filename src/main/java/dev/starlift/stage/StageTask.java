package dev.starlift.stage;

import dev.starlift.model.RejectCode;
import dev.starlift.stage.MarkedRows.Lines;
import dev.starlift.stage.MarkedRows.Marks;
import dev.starlift.stage.Rejected.Reason;
import dev.starlift.stage.StagedTable.Format;
import dev.starlift.stage.StagedTable.StagedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One attempt at one partition: accepted rows to staged files, the others to a reject file or to
 * one of unfinished lines, counts to the commit message. Files have names that no other attempt
 * has, and count only if this one is committed.
 */
final class StageTask implements DataWriter<InternalRow> {
  private static final int REASON_FIELDS = 3;
  private static final int CODE = 1;
  private static final UTF8String SUPERSEDED = UTF8String.fromString(RejectCode.SUPERSEDED.name());

  private final Plan plan;
  private final String attempt;
  private final List<RowFile> finished = new ArrayList<>();
  private final Tally bySource = new Tally();
  private final Tally byTable = new Tally();
  private final long[] counts;
  private final int marks;
  private final int firstCount;
  private RowFile rows;
  private RejectFile rejects;
  private RejectFile unfinished;
  private long inFile;
  private long accepted;
  private long unfinishedLines;
  private long all;

  /**
   * What every task has to know.
   *
   * @param columns of the staged files, first in each row: those of the table, or the line of CSV;
   *     then those of {@link Marks#columns}
   * @param table what reject lines call the table
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
      String table,
      Marks marks,
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

  /**
   * What a committed task has done.
   *
   * @param counts those of the source, then the others
   */
  record Done(
      List<StagedFile> files,
      long rows,
      long accepted,
      Rejected bySource,
      Rejected byTable,
      long unfinished,
      List<Long> counts)
      implements WriterCommitMessage, Serializable {}

  private final class Tally {
    private final Map<RejectCode, Reason> reasons = new EnumMap<>(RejectCode.class);

    void add(InternalRow row, ArrayData against) {
      InternalRow first = against.getStruct(0, REASON_FIELDS);
      boolean placed = plan.marks().lines() != Lines.NONE;
      Reason reason =
          new Reason(
              1,
              placed ? row.getUTF8String(marks + 2).toString() : "",
              placed ? row.getLong(marks + 3) : 0,
              text(first, 0),
              text(first, 2));
      reasons.merge(RejectCode.valueOf(text(first, CODE)), reason, Reason::plus);
    }

    private static String text(InternalRow reason, int field) {
      return reason.isNullAt(field) ? "" : reason.getUTF8String(field).toString();
    }

    Rejected sum() {
      return new Rejected(reasons);
    }
  }

  private StageTask(Plan plan, String attempt) {
    this.plan = plan;
    this.attempt = attempt;
    marks = plan.columns().size();
    firstCount = marks + (plan.marks().lines() == Lines.NONE ? 2 : 5);
    counts = new long[plan.marks().sourceCounts().size() + plan.marks().counts().size()];
  }

  @Override
  public void write(InternalRow row) throws IOException {
    all++;
    if (hasReasons(row, marks + 1)) {
      bySource.add(row, row.getArray(marks + 1));
      reject(row, "", row.getArray(marks + 1));
      return;
    }
    int ofSource = plan.marks().sourceCounts().size();
    count(row, 0, ofSource);
    if (hasReasons(row, marks)) {
      byTable.add(row, row.getArray(marks));
      if (!isSuperseded(row.getArray(marks))) {
        reject(row, plan.table(), row.getArray(marks));
      }
      return;
    }
    count(row, ofSource, counts.length);
    if (rows == null || (plan.maxRecordsPerFile() > 0 && inFile == plan.maxRecordsPerFile())) {
      next();
    }
    rows.write(row);
    inFile++;
    accepted++;
  }

  /** Such a row has no other reason. */
  private static boolean isSuperseded(ArrayData reasons) {
    return reasons.getStruct(0, REASON_FIELDS).getUTF8String(CODE).equals(SUPERSEDED);
  }

  private static boolean hasReasons(InternalRow row, int ordinal) {
    return !row.isNullAt(ordinal) && row.getArray(ordinal).numElements() > 0;
  }

  private void count(InternalRow row, int from, int to) {
    for (int i = from; i < to; i++) {
      counts[i] += row.getLong(firstCount + i);
    }
  }

  private void reject(InternalRow row, String table, ArrayData reasons) throws IOException {
    if (plan.marks().lines() == Lines.NONE) {
      return;
    }
    int file = marks + 2;
    UTF8String record = row.isNullAt(file + 2) ? null : row.getUTF8String(file + 2);
    RejectFile lines;
    if (record == null && plan.marks().lines() == Lines.UNFINISHED_APART) {
      if (unfinished == null) {
        unfinished = lines(plan.unfinished());
      }
      lines = unfinished;
      unfinishedLines++;
    } else {
      if (rejects == null) {
        rejects = lines(plan.rejects());
      }
      lines = rejects;
    }
    lines.write(row.getUTF8String(file), row.getLong(file + 1), table, reasons, record);
  }

  private RejectFile lines(String folder) throws IOException {
    return new RejectFile(
        folder + "/" + attempt + ".json", plan.conf().value(), plan.marks().source());
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
            : new LineFile(name + ".csv.gz", plan.conf().value());
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
    for (StoredFile file : open()) {
      file.finish();
    }
    return new Done(
        finished.stream().map(file -> new StagedFile(file.uri(), file.bytes())).toList(),
        all,
        accepted,
        bySource.sum(),
        byTable.sum(),
        unfinishedLines,
        Arrays.stream(counts).boxed().toList());
  }

  @Override
  public void abort() {
    Stream.concat(finished.stream(), open().stream()).forEach(StoredFile::discard);
  }

  private List<StoredFile> open() {
    return Stream.<StoredFile>of(rows, rejects, unfinished).filter(Objects::nonNull).toList();
  }

  @Override
  public void close() {}
}
