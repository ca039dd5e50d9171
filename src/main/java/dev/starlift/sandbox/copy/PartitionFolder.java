package dev.starlift.sandbox.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The folder of the current partition, named as Hive names them: {@code year=2019/month=9/}. */
final class PartitionFolder {
  private static final String NOTHING = "__HIVE_DEFAULT_PARTITION__";
  private static final String SPECIAL = "\"#%'*/:=?\\{[]^";

  private final List<String> columns;
  private final byte[][] values;
  private String path = "";

  PartitionFolder(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.values = new byte[columns.size()][];
  }

  /** Is there no partition, and all files stay at the target? */
  boolean isRoot() {
    return columns.isEmpty();
  }

  /** From the target on; empty if there is no partition. */
  String path() {
    return path;
  }

  /**
   * Takes the partition's values off the end of the row.
   *
   * @return true if they are others than those of the row before
   */
  boolean moveTo(UnloadedRow row) {
    if (isRoot()) {
      return false;
    }
    int first = row.fields() - columns.size();
    boolean moved = path.isEmpty();
    for (int i = 0; i < values.length; i++) {
      if (!same(row, first + i, values[i])) {
        moved = true;
      }
    }
    if (moved) {
      StringBuilder folder = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        values[i] = row.isNull(first + i) ? null : copy(row, first + i);
        folder.append(columns.get(i)).append('=').append(name(values[i])).append('/');
      }
      path = folder.toString();
    }
    row.dropLast(columns.size());
    return moved;
  }

  private static boolean same(UnloadedRow row, int field, byte[] value) {
    if (row.isNull(field) || value == null) {
      return row.isNull(field) && value == null;
    }
    int from = row.from(field);
    return Arrays.equals(row.bytes(), from, from + row.length(field), value, 0, value.length);
  }

  private static byte[] copy(UnloadedRow row, int field) {
    int from = row.from(field);
    return Arrays.copyOfRange(row.bytes(), from, from + row.length(field));
  }

  private static String name(byte[] value) {
    if (value == null || value.length == 0) {
      return NOTHING;
    }
    StringBuilder name = new StringBuilder();
    for (char c : new String(value, StandardCharsets.UTF_8).toCharArray()) {
      if (c < ' ' || c == 0x7f || SPECIAL.indexOf(c) >= 0) {
        name.append("%%%02X".formatted((int) c));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }
}
