package dev.starlift.source;

import dev.starlift.job.SourceDefinition;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** The store that holds a source's files, and what its failures mean to the user. */
final class Store {
  /** S3A's own retries may go on for minutes; a user who mistyped an endpoint waits this long. */
  private static final int PATIENCE_SECONDS = 20;

  private final Configuration conf;
  private final SourceDefinition source;

  Store(Configuration conf, SourceDefinition source) {
    this.conf = conf;
    this.source = source;
  }

  /**
   * The file system of a path, known to answer.
   *
   * @throws StarliftException UNREACHABLE when there is no answer in time, INPUT_UNUSABLE when the
   *     answer is no
   */
  FileSystem connect(Path path) {
    ExecutorService caller =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "starlift-first-look");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return caller.submit(() -> firstLook(path)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw unreachable("no answer within %d seconds".formatted(PATIENCE_SECONDS), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure(failure);
      }
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw unusable(wrong.getMessage(), "Check the path and the storage settings.", wrong);
      }
      throw new IllegalStateException("First look at " + source.path(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StarliftException(
          ExitCode.INTERRUPTED, Problem.at(source.where(), "Stopped while listing.", ""), e);
    } finally {
      caller.shutdownNow();
    }
  }

  private FileSystem firstLook(Path path) throws IOException {
    FileSystem store = path.getFileSystem(conf);
    try {
      store.getFileStatus(path);
    } catch (FileNotFoundException e) {
      // It answered, which is all that was asked.
    }
    return store;
  }

  /** What to tell the user of a failure. */
  StarliftException failure(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // S3A's exceptions are told apart by name: other stores come without its classes.
      String name = cause.getClass().getSimpleName();
      if (cause instanceof AccessDeniedException || cause instanceof AccessControlException) {
        return unusable(
            "access to %s is denied".formatted(source.path()),
            "Check the credentials, and that they may list and read this prefix.",
            failure);
      }
      if (name.equals("UnknownStoreException")) {
        return unusable(
            "the bucket of %s does not exist".formatted(source.path()),
            "Check the path and the endpoint.",
            failure);
      }
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || name.equals("ConnectTimeoutException")
          || name.equals("ApiCallTimeoutException")
          || name.equals("AWSStatus500Exception")
          || name.equals("AWSServiceThrottledException")) {
        return unreachable(firstLine(cause), failure);
      }
    }
    return unusable(
        "%s cannot be listed: %s".formatted(source.path(), firstLine(failure)), "", failure);
  }

  private StarliftException unreachable(String reason, Throwable cause) {
    return new StarliftException(
        ExitCode.UNREACHABLE,
        Problem.at(
            source.where(),
            "Source %s: cannot reach %s for %s: %s."
                .formatted(source.name(), endpoint(), source.path(), reason),
            "Check the network, the endpoint and the region."),
        cause);
  }

  private StarliftException unusable(String what, String fix, Throwable cause) {
    return new StarliftException(
        ExitCode.INPUT_UNUSABLE,
        Problem.at(source.where(), "Source %s: %s.".formatted(source.name(), what), fix),
        cause);
  }

  private String endpoint() {
    String scheme = String.valueOf(new Path(source.path()).toUri().getScheme());
    if (!scheme.startsWith("s3")) {
      return "the file system '%s'".formatted(scheme);
    }
    String endpoint = conf.getTrimmed("fs.s3a.endpoint", "");
    String region = conf.getTrimmed("fs.s3a.endpoint.region", "");
    return endpoint.isEmpty()
        ? "S3" + (region.isEmpty() ? "" : " in " + region)
        : "S3 at " + endpoint;
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
  }
}
