package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** One object in S3 as Hadoop sees files, because ORC's reader opens nothing else. Read-only. */
final class ObjectFileSystem extends FileSystem {
  private static final URI ROOT = URI.create("object:///");

  private final S3Objects objects;
  private final S3Object object;

  ObjectFileSystem(S3Objects objects, S3Object object, Configuration configuration) {
    this.objects = objects;
    this.object = object;
    setConf(configuration);
  }

  /** The name of the one file, which says nothing about its key. */
  static Path file() {
    return new Path(ROOT.resolve("/file"));
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new Ranges(new ObjectRanges(objects, object)));
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(object.size(), false, 1, object.size(), 0, path);
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    return new FileStatus[] {getFileStatus(path)};
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(ROOT);
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    throw readOnly();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw readOnly();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw readOnly();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("COPY only reads.");
  }

  private static final class Ranges extends FSInputStream {
    private final ObjectRanges ranges;

    Ranges(ObjectRanges ranges) {
      this.ranges = ranges;
    }

    @Override
    public void seek(long position) {
      ranges.moveTo(position);
    }

    @Override
    public long getPos() {
      return ranges.position();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int read() throws IOException {
      return ranges.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return ranges.read(into, from, length);
    }

    @Override
    public void close() throws IOException {
      ranges.close();
    }
  }
}
