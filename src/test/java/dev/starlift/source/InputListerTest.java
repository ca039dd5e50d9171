package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.NaughtyStrings;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputListerTest {
  @TempDir Path directory;

  @Test
  @DisplayName("F33, F41 finds all files below aPrefix sorted and leaves out what is no input")
  void findsAllFilesBelowAPrefixSortedAndLeavesOutWhatIsNoInput() throws IOException {
    for (String name :
        List.of(
            "b.csv",
            "a.csv",
            "day=1/c.csv",
            "_SUCCESS",
            ".hidden",
            "x.csv._COPYING_",
            "_temporary/0/part-0.csv")) {
      put(name, "a\n");
    }
    Listing listing = list(directory + "/");
    assertThat(listing.files())
        .extracting(InputFile::uri)
        .containsExactly(uri("a.csv"), uri("b.csv"), uri("day=1/c.csv"));
    assertThat(listing.ignored()).isEqualTo(4);
    assertThat(listing.bytes()).isEqualTo(6);
    assertThat(listing.files()).allMatch(file -> !file.etag().isEmpty());
  }

  @Test
  void takesOneFileByItsName() throws IOException {
    put("a.csv", "a\n");
    assertThat(list(directory + "/a.csv").files())
        .extracting(InputFile::uri)
        .containsExactly(uri("a.csv"));
  }

  @Test
  @DisplayName("F36 follows aGlob and takes each file once")
  void followsAGlobAndTakesEachFileOnce() throws IOException {
    put("2024/01/a.csv", "a\n");
    put("2024/02/a.csv", "a\n");
    put("2024/_old/a.csv", "a\n");
    put("2025/01/a.csv", "a\n");
    assertThat(list(directory + "/202{4,4}/*").files())
        .extracting(InputFile::uri)
        .containsExactly(uri("2024/01/a.csv"), uri("2024/02/a.csv"));
    Listing listing = list(directory + "/*/*/a.csv");
    assertThat(listing.files()).hasSize(3);
    assertThat(listing.ignored()).isEqualTo(1);
  }

  @ParameterizedTest(name = "F34 {0}")
  @ValueSource(
      strings = {
        "a{b}.csv",
        "a[1].csv",
        "a*.csv",
        "a b.csv",
        "a%2Fb.csv",
        "a+b.csv",
        "a#b?.csv",
        "é😀.csv",
        "a:b.csv",
        "a\\b.csv"
      })
  void takesAKeyLiterallyAndReadsIt(String name) throws IOException {
    put(name, "a\n1\n");
    put("a1.csv", "a\n2\n");
    SourceDefinition source = RawFiles.source(directory + "/" + name, Format.CSV, "a");
    List<InputFile> files = new InputLister(RawFiles.CONF).list(source).files();
    assertThat(files).extracting(InputFile::uri).containsExactly(uri(name));
    assertThat(RawFiles.read(source, files))
        .extracting(record -> record.file() + " " + record.shown())
        .containsExactly(uri(name) + " 1");
  }

  @Test
  @DisplayName("F34 V54 files of naughty names are read once each")
  void filesOfNaughtyNamesAreReadOnceEach() throws IOException {
    List<String> names =
        NaughtyStrings.ALL.stream().map(name -> "n" + name.replace('/', '-')).distinct().toList();
    for (String name : names) {
      put(name, "a\n1\n");
    }

    assertThat(RawFiles.read(RawFiles.source(directory + "/", Format.CSV, "a")))
        .extracting(record -> record.file() + " " + record.shown())
        .containsExactlyInAnyOrderElementsOf(names.stream().map(name -> uri(name) + " 1").toList());
  }

  @Test
  void takesAPrefixLiterallyWhenItIsThere() throws IOException {
    put("{x}/a.csv", "a\n");
    put("x/a.csv", "a\n");
    assertThat(list(directory + "/{x}/").files())
        .extracting(InputFile::uri)
        .containsExactly(uri("{x}/a.csv"));
  }

  @Test
  @DisplayName("F55 says where there is nothing")
  void saysWhereThereIsNothing() throws IOException {
    put("some/_SUCCESS", "");
    assertThat(failure(directory + "/none/"))
        .hasMessage(
            "jobs/things.conf:3: Source things: there is no file at %s/none/. Check the path; a prefix ends in '/'. Where none is fine, say no-files = ok."
                .formatted(directory));
    assertThat(failure(directory + "/some/")).hasMessageContaining("(1 ignored by their names)");
    assertThat(failure(directory + "/*.csv")).hasMessageContaining("there is no file at");
    assertThat(failure(directory + "/none/").code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
  }

  @ParameterizedTest(name = "F33 {0}")
  @ValueSource(strings = {"_a.csv", ".a.csv", "a.csv._COPYING_"})
  void refusesANamedFileThatWouldBeSkipped(String name) throws IOException {
    put(name, "a\n");
    assertThat(failure(directory + "/" + name)).hasMessageContaining("would be skipped");
  }

  @ParameterizedTest(name = "F35 {0}")
  @ValueSource(strings = {"s3a://bucket/a//b.csv", "s3a://bucket/a/../b.csv", "s3a://bucket/.."})
  void refusesAKeyThatHadoopWouldChange(String path) {
    assertThat(failure(path)).hasMessageContaining("cannot name");
  }

  @Test
  void refusesAnUnknownScheme() {
    assertThat(failure("ftps://host/x").code()).isEqualTo(ExitCode.INPUT_UNUSABLE);
  }

  @Test
  @DisplayName("F01 warns of empty files")
  void warnsOfEmptyFiles() throws IOException {
    put("a.csv", "");
    assertThat(list(directory + "/").warnings())
        .extracting(Object::toString)
        .containsExactly(uri("a.csv") + ": is empty.");
  }

  @Test
  @DisplayName("F38, F39, F43 names each file that has changed since it was listed")
  void namesEachFileThatHasChangedSinceItWasListed() throws IOException {
    put("a.csv", "a\n");
    put("b.csv", "a\n");
    put("c.csv", "a\n");
    SourceDefinition source = RawFiles.source(directory + "/", Format.CSV, "a");
    InputLister lister = new InputLister(RawFiles.CONF);
    List<InputFile> files = lister.list(source).files();
    assertThat(lister.changes(source, files)).isEmpty();
    put("a.csv", "a\n1\n");
    Files.delete(directory.resolve("c.csv"));
    put("late.csv", "a\n");
    assertThat(lister.changes(source, files))
        .extracting(Problem::where)
        .containsExactly(uri("a.csv"), uri("c.csv"));
    Files.delete(directory.resolve("a.csv"));
    Files.delete(directory.resolve("b.csv"));
    Files.delete(directory.resolve("late.csv"));
    assertThat(lister.changes(source, files)).hasSize(3);
  }

  @Test
  void namesEachFileThatHasChangedAmongVeryMany() throws IOException {
    for (int i = 100; i < 250; i++) {
      put(i + ".csv", "a\n");
    }
    SourceDefinition source = RawFiles.source(directory + "/", Format.CSV, "a");
    InputLister lister = new InputLister(RawFiles.CONF);
    List<InputFile> files = lister.list(source).files();
    assertThat(lister.changes(source, files)).isEmpty();
    put("120.csv", "a\n1\n");
    Files.delete(directory.resolve("240.csv"));
    put("late.csv", "a\n");
    assertThat(lister.changes(source, files))
        .extracting(Problem::where)
        .containsExactly(uri("120.csv"), uri("240.csv"));
  }

  private void put(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
  }

  private Listing list(String path) {
    return new InputLister(RawFiles.CONF).list(RawFiles.source(path, Format.CSV, "a"));
  }

  private StarliftException failure(String path) {
    return catchThrowableOfType(StarliftException.class, () -> list(path));
  }

  private String uri(String name) {
    return "file:" + directory + "/" + name;
  }
}
