package dev.starlift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same jar runs on Scala 2.12 and 2.13, so nothing in it may name a Scala class. */
class ByteCodeTest {
  private static final Path CLASSES = Path.of("target", "classes", "dev", "starlift");

  @Test
  void namesNoScalaClassOutsideTheSandbox() throws IOException {
    List<Path> classes = ours();

    assertThat(classes).hasSizeGreaterThan(50);
    assertThat(classes).filteredOn(file -> text(file).contains("scala/")).isEmpty();
  }

  private static List<Path> ours() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.startsWith(CLASSES.resolve("sandbox")))
          .toList();
    }
  }

  /** Every class, method and type that a class file refers to is in its constant pool as text. */
  private static String text(Path classFile) {
    try {
      return Files.readString(classFile, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
