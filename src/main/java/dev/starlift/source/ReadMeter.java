package dev.starlift.source;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a task has read so far, shown in the Spark UI. */
public final class ReadMeter {
  private long bytes;
  private long records;
  private long badRecords;
  private long blankLines;

  ReadMeter() {}

  /** As the store delivers them: packed where the file is. */
  void addBytes(long count) {
    bytes += count;
  }

  void addRecord(boolean bad) {
    records++;
    badRecords += bad ? 1 : 0;
  }

  /** A line that is no record. */
  void addBlankLine() {
    blankLines++;
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      new Value(BytesRead.NAME, bytes),
      new Value(RecordsRead.NAME, records),
      new Value(BadRecords.NAME, badRecords),
      new Value(BlankLines.NAME, blankLines)
    };
  }

  static CustomMetric[] metrics() {
    return new CustomMetric[] {
      new BytesRead(), new RecordsRead(), new BadRecords(), new BlankLines()
    };
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** Spark makes one by its name when it shows it, so it has to be public. */
  public static final class BytesRead extends CustomSumMetric {
    static final String NAME = "bytesFromStore";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "bytes read from the store";
    }
  }

  /** Spark makes one by its name when it shows it, so it has to be public. */
  public static final class RecordsRead extends CustomSumMetric {
    static final String NAME = "recordsRead";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "records read";
    }
  }

  /** Spark makes one by its name when it shows it, so it has to be public. */
  public static final class BadRecords extends CustomSumMetric {
    static final String NAME = "badRecords";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "records that could not be read";
    }
  }

  /** Spark makes one by its name when it shows it, so it has to be public. */
  public static final class BlankLines extends CustomSumMetric {
    static final String NAME = "blankLines";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "blank lines passed over";
    }
  }
}
