package dev.starlift.job;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Files by URI, as a store would have them. */
final class MemoryFiles implements TextFiles {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  MemoryFiles with(String uri, String text) {
    return with(uri, text.getBytes(StandardCharsets.UTF_8));
  }

  MemoryFiles with(String uri, byte[] bytes) {
    files.put(uri, bytes);
    return this;
  }

  @Override
  public InputStream open(String uri) throws FileNotFoundException {
    byte[] bytes = files.get(uri);
    if (bytes == null) {
      throw new FileNotFoundException(uri);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return files.keySet().stream().filter(uri -> uri.startsWith(prefix)).toList();
  }
}
