package dev.starlift.generate;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Where files are generated into.
 *
 * @param uri of the folder
 * @param folders those in it that are a generator's own
 */
record TargetFolder(String uri, List<String> folders) {
  TargetFolder {
    folders = List.copyOf(folders);
  }

  /**
   * @param own names of the files that will be generated, below the folder
   * @throws StarliftException WRONG_USAGE when the folder cannot be used or holds files of another
   *     generation, which would be loaded together with the new ones; UNREACHABLE when the store
   *     does not answer
   */
  void requireNoOthers(Set<String> own, Configuration configuration) {
    Set<String> others;
    try {
      Path folder = new Path(uri);
      FileSystem store = folder.getFileSystem(configuration);
      requireNoFile(store, folder);
      others = visibleFiles(store, folder);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      Problem problem =
          new Problem("--to", "'" + uri + "' cannot be used: " + e.getMessage() + ".", "");
      throw new StarliftException(ExitCode.WRONG_USAGE, problem, e);
    } catch (IOException e) {
      throw unreachable(e);
    }
    others.removeAll(own);
    if (!others.isEmpty()) {
      String what =
          "holds files of another generation: "
              + others.size()
              + ", such as "
              + others.iterator().next()
              + ".";
      String fix = "Remove them, or generate into an empty folder.";
      throw new StarliftException(ExitCode.WRONG_USAGE, new Problem(uri, what, fix));
    }
  }

  /** What a failure of the generating job means: mostly, that the store cannot be written to. */
  RuntimeException failure(Exception failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException ofStore) {
        return unreachable(ofStore);
      }
    }
    return new IllegalStateException("Generating into " + uri + " failed", failure);
  }

  private void requireNoFile(FileSystem store, Path folder) throws IOException {
    try {
      if (store.getFileStatus(folder).isFile()) {
        Problem problem = new Problem("--to", uri + " is a file.", "Name a folder.");
        throw new StarliftException(ExitCode.WRONG_USAGE, problem);
      }
    } catch (FileNotFoundException e) {
      // As it should be on the first time.
    }
  }

  /** What is there already under the folders that are generated, without what readers skip. */
  private Set<String> visibleFiles(FileSystem store, Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    String root = store.makeQualified(folder).toUri().getPath();
    for (String below : folders) {
      try {
        RemoteIterator<LocatedFileStatus> found = store.listFiles(new Path(folder, below), true);
        while (found.hasNext()) {
          Path path = found.next().getPath();
          if (!path.getName().startsWith(".") && !path.getName().startsWith("_")) {
            String name = path.toUri().getPath().substring(root.length());
            names.add(name.startsWith("/") ? name.substring(1) : name);
          }
        }
      } catch (FileNotFoundException e) {
        // Nothing was ever generated here.
      }
    }
    return names;
  }

  private StarliftException unreachable(IOException cause) {
    Problem problem = new Problem(uri, "cannot be written to: " + cause.getMessage() + ".", "");
    return new StarliftException(ExitCode.UNREACHABLE, problem, cause);
  }
}
