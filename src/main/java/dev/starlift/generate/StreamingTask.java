package dev.starlift.generate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;

/**
 * Writes the files of one task. Tried again, or on another machine, it writes the same bytes under
 * the same names.
 */
record StreamingTask(StreamingOptions options, HadoopSettings hadoop)
    implements Function<StreamingFile, StreamingTask.Written> {
  private static final int DRAIN_BYTES = 1 << 16;

  record Written(boolean songs, int files, long rows, long bytes) implements Serializable {}

  @Override
  public Written call(StreamingFile file) throws IOException {
    Path folder = new Path(options.to());
    FileSystem store = folder.getFileSystem(hadoop.configuration());
    SongCatalogue catalogue = new SongCatalogue(options.songs(), options.seed());
    if (file instanceof StreamingFile.Songs songs) {
      long bytes = 0;
      for (int song = songs.first(); song < songs.first() + songs.count(); song++) {
        Path path = new Path(folder, StreamingFile.SONG_FOLDER + "/" + catalogue.file(song));
        bytes += write(store, path, new SongRows(catalogue), song, 1);
      }
      return new Written(true, songs.count(), songs.count(), bytes);
    }
    StreamingFile.Day day = (StreamingFile.Day) file;
    long bytes =
        write(
            store,
            new Path(folder, day.name()),
            new EventRows(day, options, catalogue),
            day.firstEvent(),
            day.events());
    return new Written(false, 1, day.events(), bytes);
  }

  private static long write(FileSystem store, Path path, Rows rows, long first, int count)
      throws IOException {
    TextBuffer buffer = new TextBuffer();
    long bytes = 0;
    try (WholeObject object = WholeObject.create(store, path)) {
      for (long row = first; row < first + count; row++) {
        rows.write(row, buffer);
        if (count > 1) {
          buffer.ascii('\n');
        }
        if (buffer.size() >= DRAIN_BYTES) {
          bytes += buffer.size();
          buffer.drainTo(object.stream());
        }
      }
      bytes += buffer.size();
      buffer.drainTo(object.stream());
      object.complete();
    }
    return bytes;
  }
}
