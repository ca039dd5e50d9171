package dev.starlift.generate;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes an object under its final name, all of it or, where the store can do so, nothing: closing
 * the stream of a failed task would put half an object in the place of a whole one.
 */
final class WholeObject implements Closeable {
  private final FSDataOutputStream out;
  private boolean complete;

  private WholeObject(FSDataOutputStream out) {
    this.out = out;
  }

  static WholeObject create(FileSystem files, Path path) throws IOException {
    // Local files get no .crc files beside them: the folder holds what S3 would hold.
    FileSystem plain =
        files instanceof ChecksumFileSystem withChecksums
            ? withChecksums.getRawFileSystem()
            : files;
    // Thousands of small objects: nobody else writes here, and S3A need not look before it writes.
    FSDataOutputStreamBuilder<?, ?> builder = plain.createFile(path);
    builder.overwrite(true);
    builder.recursive();
    builder.opt("fs.s3a.create.performance", "true");
    return new WholeObject(builder.build());
  }

  OutputStream stream() {
    return out;
  }

  /** All is written: {@link #close} makes the object visible. */
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (!complete && out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      out.abort();
    }
    out.close();
  }
}
