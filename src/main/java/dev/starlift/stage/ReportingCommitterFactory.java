package dev.starlift.stage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.commit.AbstractS3ACommitterFactory;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;

/** Makes {@link ReportingCommitter}s; found by Hadoop by its name. */
public final class ReportingCommitterFactory extends AbstractS3ACommitterFactory {
  @Override
  public PathOutputCommitter createTaskCommitter(
      S3AFileSystem fileSystem, Path output, TaskAttemptContext context) throws IOException {
    return new ReportingCommitter(output, context);
  }
}
