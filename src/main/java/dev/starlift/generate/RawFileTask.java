package dev.starlift.generate;

import dev.starlift.model.RejectCode;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;

/**
 * Writes one raw file, and the list of its broken rows, in one Spark task. Tried again, or on
 * another machine, it writes the same bytes under the same names.
 */
record RawFileTask(AirlineOptions options, HadoopSettings hadoop)
    implements Function<RawFileTask.Numbered, RawFileTask.Written> {
  static final String BROKEN_FOLDER = "_broken";

  private static final int DRAIN_BYTES = 1 << 16;

  /**
   * @param number the file's place among all files, which names its list of broken rows
   */
  record Numbered(int number, RawFile file) implements Serializable {
    String brokenName() {
      return BROKEN_FOLDER + "/" + RawFile.partName(number);
    }
  }

  /**
   * @param brokenRows rows that must be rejected, by code
   */
  record Written(
      Source source, long rows, long addedRows, long bytes, Map<RejectCode, Long> brokenRows)
      implements Serializable {}

  @Override
  public Written call(Numbered numbered) throws IOException {
    RawFile file = numbered.file();
    Path folder = new Path(options.to());
    FileSystem files = folder.getFileSystem(hadoop.configuration());
    Dirt dirt = new Dirt(file, options.seed(), options.dirtyRate());
    Written written;
    try (WholeObject object = WholeObject.create(files, new Path(folder, file.name()))) {
      written = write(file, dirt, object);
      object.complete();
    }
    if (options.dirtyRate() > 0) {
      try (WholeObject object =
          WholeObject.create(files, new Path(folder, numbered.brokenName()))) {
        dirt.notes().drainTo(object.stream());
        object.complete();
      }
    }
    return written;
  }

  private Written write(RawFile file, Dirt dirt, WholeObject object) throws IOException {
    Rows rows = file.rowsOf(options, AirlineScale.of(options.scale()));
    String header = file.source().header();
    TextBuffer buffer = new TextBuffer().ascii(header);
    long line = header.isEmpty() ? 0 : 1;
    long added = 0;
    long bytes = 0;
    long end = file.firstRow() + file.rows();
    for (long row = file.firstRow(); row < end; row++) {
      int start = buffer.size();
      rows.write(row, buffer);
      line++;
      if (dirt.strikes(row)) {
        String clean = buffer.textFrom(start);
        buffer.ascii('\n');
        int more = dirt.add(row, clean, line, buffer);
        added += more;
        line += more;
      } else {
        buffer.ascii('\n');
      }
      if (buffer.size() >= DRAIN_BYTES) {
        bytes += buffer.size();
        buffer.drainTo(object.stream());
      }
    }
    bytes += buffer.size();
    buffer.drainTo(object.stream());
    return new Written(file.source(), file.rows(), added, bytes, dirt.counts());
  }
}
