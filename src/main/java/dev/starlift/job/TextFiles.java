package dev.starlift.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where job, schema, query and environment files lie: on this machine, or in a store. */
public interface TextFiles {
  /**
   * @param uri a local path or a URI, as the user or a job names it
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} when no such
   *     file is there
   */
  InputStream open(String uri) throws IOException;

  /**
   * The files that lie directly in a folder, each as {@link #open} takes it, in any order. An empty
   * folder and one that is not there may look the same.
   */
  List<String> list(String folder) throws IOException;
}
