package dev.starlift.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** One new object in the store, whose length is known without asking for it. */
final class StoredStream implements OutputFile {
  private final Path path;
  private final FileSystem store;
  private FSDataOutputStream stream;

  StoredStream(String uri, Configuration conf) throws IOException {
    path = new Path(uri);
    store = path.getFileSystem(conf);
  }

  /** The name is this attempt's alone, so nothing is asked for before it is written. */
  FSDataOutputStream open() throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = store.createFile(path);
    builder.overwrite(true);
    builder.recursive();
    // Without it S3A asks whether the name is a folder's; other stores do not know the word.
    builder.opt("fs.s3a.create.performance", "true");
    stream = builder.build();
    return stream;
  }

  String uri() {
    return path.toString();
  }

  /** Written so far. */
  long bytes() {
    return stream.getPos();
  }

  void discard() {
    try {
      if (stream != null) {
        // What is given up before it is closed never becomes an object in S3.
        stream.abort();
      }
    } catch (UnsupportedOperationException e) {
      // Other stores have no such thing; their file is deleted.
    }
    try {
      store.delete(path, false);
    } catch (IOException e) {
      // The manifest does not name it: it is in nobody's way.
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return HadoopStreams.wrap(open());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
