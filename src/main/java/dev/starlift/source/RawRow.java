package dev.starlift.source;

import dev.starlift.model.RejectCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The one row of a task, filled again for each record with only the columns that are asked for. Its
 * texts point into the reader's buffers: like Spark's own readers', they hold until the next row.
 */
final class RawRow {
  private static final Map<RejectCode, UTF8String> CODES = new EnumMap<>(RejectCode.class);

  static {
    for (RejectCode code : RejectCode.values()) {
      CODES.put(code, UTF8String.fromString(code.name()));
    }
  }

  private final Object[] values;
  private final InternalRow row;
  private final List<String> names;
  private final int[] ordinals;
  private final int[] plainOrdinals;
  private final PlainType[] plainTypes;
  private final int file;
  private final int line;
  private final int raw;
  private final int problem;
  private final int problemColumn;
  private final int problemMessage;
  private final int firstDirectory;
  private final int[] required;
  private final boolean everyRecord;
  private boolean rejected;

  /** Was a text found that is not plain, although its column has a plain form? */
  private boolean suspicious;

  private UTF8String fileName = UTF8String.EMPTY_UTF8;

  /** Values of the columns that stand in directories; null where there is none. */
  private byte[][] directories = new byte[0][];

  /**
   * @param asked what Spark wants to see, in its order
   */
  RawRow(RawFormat format, StructType asked) {
    List<String> wanted = List.of(asked.fieldNames());
    names = format.names();
    values = new Object[wanted.size()];
    row = new GenericInternalRow(values);
    ordinals = names.stream().mapToInt(wanted::indexOf).toArray();
    plainOrdinals =
        names.stream().mapToInt(name -> wanted.indexOf(RawFormat.PLAIN_PREFIX + name)).toArray();
    plainTypes = names.stream().map(format.plainTypes()::get).toArray(PlainType[]::new);
    firstDirectory = format.firstDirectory();
    required =
        format.required().stream()
            .mapToInt(name -> wanted.indexOf(RawFormat.PLAIN_PREFIX + name))
            .filter(ordinal -> ordinal >= 0)
            .toArray();
    everyRecord = format.everyRecord();
    file = wanted.indexOf(RawFormat.FILE);
    line = wanted.indexOf(RawFormat.LINE);
    raw = wanted.indexOf(RawFormat.RAW);
    problem = wanted.indexOf(RawFormat.PROBLEM);
    problemColumn = wanted.indexOf(RawFormat.PROBLEM_COLUMN);
    problemMessage = wanted.indexOf(RawFormat.PROBLEM_MESSAGE);
  }

  /** The record, complete. */
  InternalRow row() {
    if (raw >= 0 && !everyRecord && !rejected && !suspicious && !lacksValue()) {
      values[raw] = null;
    }
    return row;
  }

  private boolean lacksValue() {
    for (int ordinal : required) {
      if (values[ordinal] == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param directories the values in the names of directories, in the order of their columns; null
   *     for none
   */
  void openFile(String uri, List<String> directories) {
    fileName = UTF8String.fromString(uri);
    this.directories =
        directories.stream()
            .map(value -> value == null ? null : value.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /** Begins a record: everything is NULL but its place. */
  void start(long lineNumber) {
    Arrays.fill(values, null);
    rejected = false;
    suspicious = false;
    if (file >= 0) {
      values[file] = fileName;
    }
    if (line >= 0) {
      values[line] = lineNumber;
    }
    for (int i = 0; i < directories.length; i++) {
      if (directories[i] != null) {
        set(firstDirectory + i, directories[i], 0, directories[i].length);
      }
    }
  }

  /** Is a column of the contract asked for? */
  boolean wants(int column) {
    return ordinals[column] >= 0 || plainOrdinals[column] >= 0;
  }

  /** Is the record marked with a problem? */
  boolean isRejected() {
    return rejected;
  }

  /**
   * Sets a column that is asked for: its value where that is asked for and plain, or else its text.
   * The bytes must stay as they are until the next record.
   */
  void set(int column, byte[] bytes, int from, int to) {
    if (plainOrdinals[column] >= 0) {
      Object value = plainTypes[column].value(bytes, from, to);
      if (value != null) {
        values[plainOrdinals[column]] = value;
        return;
      }
      suspicious = true;
    }
    if (ordinals[column] >= 0) {
      values[ordinals[column]] = UTF8String.fromBytes(bytes, from, to - from);
    }
  }

  /** Sets the record's text, if it is asked for. */
  void setRaw(byte[] bytes, int from, int to) {
    if (raw >= 0) {
      values[raw] = UTF8String.fromBytes(bytes, from, to - from);
    }
  }

  /** Sets the record's text where it may hold bytes that are no UTF-8. */
  void setDamagedRaw(byte[] bytes, int from, int to) {
    if (raw >= 0) {
      values[raw] =
          UTF8String.fromString(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }

  /** Marks the record; the contract's columns become NULL again. */
  void reject(RejectCode code, String column, String message) {
    rejected = true;
    clear(ordinals);
    clear(plainOrdinals);
    if (problem >= 0) {
      values[problem] = CODES.get(code);
    }
    if (problemColumn >= 0 && column != null) {
      values[problemColumn] = UTF8String.fromString(column);
    }
    if (problemMessage >= 0) {
      values[problemMessage] = UTF8String.fromString(message);
    }
  }

  private void clear(int[] columns) {
    for (int ordinal : columns) {
      if (ordinal >= 0) {
        values[ordinal] = null;
      }
    }
  }

  String name(int column) {
    return names.get(column);
  }
}
