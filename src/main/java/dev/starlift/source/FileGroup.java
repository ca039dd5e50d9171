package dev.starlift.source;

import dev.starlift.model.InputFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads, in order: many small files, or a part of a large one. */
record FileGroup(List<FilePart> parts) implements InputPartition {
  private static final long OPENING = SourceReader.OPENING_BYTES;

  private static final long LARGEST = 64 << 20;

  /** A smaller part is not worth a further opening and reading of the header. */
  static final long SMALLEST_PART = 8 << 20;

  /**
   * Groups files in the order given, so that every core has as much to do as the others and no task
   * takes more than 64 MiB, but for a single file that cannot be split. The same files on the same
   * number of cores make the same groups.
   *
   * @param splits may a file be read by several tasks?
   */
  static List<FileGroup> pack(List<InputFile> files, int cores, boolean splits) {
    return pack(files, cores, splits ? SMALLEST_PART : Long.MAX_VALUE);
  }

  static List<FileGroup> pack(List<InputFile> files, int cores, long smallestPart) {
    long total = files.stream().mapToLong(file -> file.bytes() + OPENING).sum();
    long share = share(total, Math.max(1, cores));
    List<FileGroup> groups = new ArrayList<>();
    List<FilePart> open = new ArrayList<>();
    long weight = 0;
    for (InputFile file : files) {
      for (FilePart part : split(FrozenFile.of(file), Math.max(share, smallestPart))) {
        long more = part.to() - part.from() + OPENING;
        if (!open.isEmpty() && weight + more > share) {
          groups.add(new FileGroup(List.copyOf(open)));
          open.clear();
          weight = 0;
        }
        open.add(part);
        weight += more;
      }
    }
    if (!open.isEmpty()) {
      groups.add(new FileGroup(List.copyOf(open)));
    }
    return groups;
  }

  /** A task's weight: with it, all cores end at about the same time. */
  private static long share(long total, int cores) {
    long rounds = Math.max(1, (total - 1) / (LARGEST * cores) + 1);
    return Math.max(OPENING, (total - 1) / (rounds * cores) + 1);
  }

  private static List<FilePart> split(FrozenFile file, long share) {
    long parts = file.bytes() / share + (file.bytes() % share > share / 8 ? 1 : 0);
    if (parts < 2 || Packing.promisedBy(file.uri()) != Packing.NONE) {
      return List.of(FilePart.whole(file));
    }
    List<FilePart> split = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      long from = file.bytes() / parts * i;
      long to = i + 1 == parts ? file.bytes() : file.bytes() / parts * (i + 1);
      split.add(new FilePart(file, from, to, i == 0 ? 1 : 0));
    }
    return split;
  }
}
