package dev.starlift.job;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of this machine: plain paths and {@code file:} URIs. */
public final class LocalFiles implements TextFiles {
  @Override
  public InputStream open(String uri) throws IOException {
    Path path = path(uri);
    if (Files.isDirectory(path)) {
      throw new NoSuchFileException(uri, null, "it is a folder");
    }
    return Files.newInputStream(path);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    String parent = folder.endsWith("/") ? folder : folder + "/";
    try (Stream<Path> entries = Files.list(path(folder))) {
      return entries
          .filter(Files::isRegularFile)
          .map(entry -> parent + entry.getFileName())
          .toList();
    }
  }

  private static Path path(String uri) throws IOException {
    if (uri.startsWith("file:")) {
      return Path.of(URI.create(uri).getPath());
    }
    if (uri.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new IOException("only files of this machine can be read here");
    }
    return Path.of(uri);
  }
}
