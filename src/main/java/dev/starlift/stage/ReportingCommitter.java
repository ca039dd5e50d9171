package dev.starlift.stage;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.commit.files.PendingSet;
import org.apache.hadoop.fs.s3a.commit.files.SinglePendingCommit;
import org.apache.hadoop.fs.s3a.commit.impl.CommitContext;
import org.apache.hadoop.fs.s3a.commit.magic.MagicS3GuardCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * The S3A magic committer, which also writes down every file that the committed tasks reported,
 * with its length. Its own {@code _SUCCESS} names the first hundred only.
 */
final class ReportingCommitter extends MagicS3GuardCommitter {
  ReportingCommitter(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
  }

  @Override
  protected void commitJobInternal(CommitContext context, ActiveCommit pending) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    FileSystem store = pending.getSourceFS();
    for (FileStatus task : pending.getSourceFiles()) {
      for (SinglePendingCommit file : PendingSet.load(store, task.getPath(), task).getCommits()) {
        files.put("s3://" + file.getBucket() + "/" + file.getDestinationKey(), file.getLength());
      }
    }
    super.commitJobInternal(context, pending);
    CommittedFiles.write(getDestFS(), getOutputPath(), files);
  }
}
