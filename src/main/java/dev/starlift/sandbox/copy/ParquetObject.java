package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file in S3, read by ranges. */
final class ParquetObject implements InputFile {
  private final S3Objects objects;
  private final S3Object object;

  ParquetObject(S3Objects objects, S3Object object) {
    this.objects = objects;
    this.object = object;
  }

  @Override
  public long getLength() {
    return object.size();
  }

  @Override
  public SeekableInputStream newStream() {
    ObjectRanges ranges = new ObjectRanges(objects, object);
    return new DelegatingSeekableInputStream(ranges) {
      @Override
      public long getPos() {
        return ranges.position();
      }

      @Override
      public void seek(long position) {
        ranges.moveTo(position);
      }
    };
  }

  @Override
  public String toString() {
    return object.location().toString();
  }
}
