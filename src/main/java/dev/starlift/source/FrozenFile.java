package dev.starlift.source;

import dev.starlift.model.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/** An input on its way to a task: opened only as the version that was listed. */
record FrozenFile(String uri, String etag, long bytes) implements Serializable {
  static FrozenFile of(InputFile file) {
    return new FrozenFile(file.uri(), file.etag(), file.bytes());
  }

  /** The bytes as they are in the store. A change while reading ends in {@link UnusableInput}. */
  InputStream open(Configuration conf) throws IOException {
    return open(conf, 0);
  }

  /** The bytes from a position on. */
  InputStream open(Configuration conf, long from) throws IOException {
    Path path = new Path(uri);
    FileSystem store = path.getFileSystem(conf);
    if (store instanceof ChecksumFileSystem local) {
      // Its .crc files are no part of the input: stale when others wrote the file.
      store = local.getRawFileSystem();
    }
    try {
      FileStatus now = ListedStatus.canStandFor(this, store) ? ListedStatus.of(this, path) : null;
      if (now == null) {
        now = store.getFileStatus(path);
        if (!Etag.of(now).equals(etag) || now.getLen() != bytes) {
          throw changed(asInput());
        }
      }
      // With the status in hand S3A asks for exactly this etag in every request.
      FSDataInputStream in =
          FutureIO.awaitFuture(
              store
                  .openFile(path)
                  .withFileStatus(now)
                  .opt("fs.option.openfile.read.policy", "whole-file")
                  .build());
      in.seek(from);
      return in;
    } catch (FileNotFoundException e) {
      throw gone(e);
    }
  }

  /** What a failure of the opened stream means, when it means a change; else the failure itself. */
  IOException explain(IOException failure) {
    // By name: other stores come without S3A's classes.
    if (failure.getClass().getSimpleName().equals("RemoteFileChangedException")) {
      return changed(asInput());
    }
    return failure instanceof FileNotFoundException ? gone(failure) : failure;
  }

  UnusableInput cutShort(long read) {
    return new UnusableInput(
        uri,
        "changed while the run was going on: %d bytes were listed, %d came.".formatted(bytes, read),
        "Run again when nothing writes to it.");
  }

  static UnusableInput changed(InputFile file) {
    return new UnusableInput(
        file.uri(),
        "changed while the run was going on.",
        "Run again: the new version is another input.");
  }

  private UnusableInput gone(IOException cause) {
    return new UnusableInput(
        uri,
        "was deleted while the run was going on (or its key holds '//' or '..').",
        "Run again.",
        cause);
  }

  private InputFile asInput() {
    return new InputFile(uri, etag, bytes);
  }
}
