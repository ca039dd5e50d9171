package dev.starlift.cli;

import dev.starlift.job.LocalFiles;
import dev.starlift.job.TextFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Job and environment files from S3, or from this machine. */
final class StoredFiles implements TextFiles {
  private final Configuration hadoop;
  private final LocalFiles local = new LocalFiles();

  StoredFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public InputStream open(String uri) throws IOException {
    if (!isStored(uri)) {
      return local.open(uri);
    }
    Path path = new Path(uri);
    return path.getFileSystem(hadoop).open(path);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    if (!isStored(folder)) {
      return local.list(folder);
    }
    Path path = new Path(folder);
    List<String> files = new ArrayList<>();
    for (FileStatus status : path.getFileSystem(hadoop).listStatus(path)) {
      if (status.isFile()) {
        files.add(status.getPath().toString());
      }
    }
    return files;
  }

  private static boolean isStored(String uri) {
    return uri.startsWith("s3://") || uri.startsWith("s3a://");
  }
}
