package dev.starlift.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The number of the line on which each part of a split file begins. Only who has seen all lines
 * before it can tell: a Spark job of its own counts them, once for all readings of a source, and
 * only when a reading asks for {@code _line} of a file that is split.
 */
final class FirstLines {
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext context;
  private final String source;
  private final boolean returns;
  private final List<FileGroup> groups;
  private List<FileGroup> numbered;

  FirstLines(SparkContext context, String source, RawFormat format, List<FileGroup> groups) {
    this.context = context;
    this.source = source;
    returns = format.endsLinesWithReturns();
    this.groups = groups;
  }

  /** The same groups with the first line of each part. */
  synchronized List<FileGroup> numbered() {
    if (numbered == null) {
      List<FilePart> split =
          groups.stream()
              .flatMap(group -> group.parts().stream())
              .filter(part -> !part.isWhole())
              .toList();
      numbered = split.isEmpty() ? groups : number(groups, count(split));
    }
    return numbered;
  }

  private List<Long> count(List<FilePart> parts) {
    String before = context.getLocalProperty(DESCRIPTION);
    context.setJobDescription("starlift: count the lines of " + source);
    try {
      SerializableConfiguration conf = new SerializableConfiguration(context.hadoopConfiguration());
      boolean counted = returns;
      return JavaSparkContext.fromSparkContext(context)
          .parallelize(parts, parts.size())
          .map(part -> count(part, conf.value(), counted))
          .collect();
    } finally {
      context.setJobDescription(before);
    }
  }

  /** Lines that start in a part, that of its file's first byte apart. */
  static long count(FilePart part, Configuration conf, boolean returns) throws IOException {
    // What starts at the part's first byte is told by the byte before.
    long from = Math.max(0, part.from() - 1);
    FrozenFile file = part.file();
    try (InputStream in = PlainBytes.openAt(file, file.open(conf, from), part, new ReadMeter())) {
      return LineStarts.count(in, part.to() - from - 1, returns);
    }
  }

  /**
   * @param counts one for each part of a split file, in order
   */
  static List<FileGroup> number(List<FileGroup> groups, List<Long> counts) {
    List<FileGroup> numbered = new ArrayList<>();
    int next = 0;
    long before = 0;
    for (FileGroup group : groups) {
      List<FilePart> parts = new ArrayList<>();
      for (FilePart part : group.parts()) {
        if (part.isWhole()) {
          parts.add(part);
          continue;
        }
        before = part.isFirst() ? 0 : before;
        // The line that goes on from the parts before has a number, too.
        parts.add(part.startingAt(part.isFirst() ? 1 : before + 2));
        before += counts.get(next++);
      }
      numbered.add(new FileGroup(List.copyOf(parts)));
    }
    return List.copyOf(numbered);
  }
}
