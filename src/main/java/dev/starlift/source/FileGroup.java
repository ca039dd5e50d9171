package dev.starlift.source;

import dev.starlift.model.InputFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Files that one task reads, in order. A file is never split: the line on which a record starts is
 * known only by who has read all lines before it.
 */
record FileGroup(List<FrozenFile> files) implements InputPartition {
  /** What opening a file costs, in bytes read meanwhile. */
  private static final long OPENING = 1 << 20;

  private static final long LARGEST = 64 << 20;

  /**
   * Groups small files in the order given, so that every core has something to do and no task takes
   * more than 64 MiB of them. The same files on the same number of cores make the same groups.
   */
  static List<FileGroup> pack(List<InputFile> files, int cores) {
    long total = files.stream().mapToLong(FileGroup::weight).sum();
    long share = Math.max(OPENING, Math.min(LARGEST, total / Math.max(1, cores)));
    List<FileGroup> groups = new ArrayList<>();
    List<FrozenFile> open = new ArrayList<>();
    long weight = 0;
    for (InputFile file : files) {
      if (!open.isEmpty() && weight + weight(file) > share) {
        groups.add(new FileGroup(List.copyOf(open)));
        open.clear();
        weight = 0;
      }
      open.add(FrozenFile.of(file));
      weight += weight(file);
    }
    if (!open.isEmpty()) {
      groups.add(new FileGroup(List.copyOf(open)));
    }
    return groups;
  }

  private static long weight(InputFile file) {
    return file.bytes() + OPENING;
  }
}
