package dev.starlift.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Expected;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that a manifest lists, in the form of COPY's. */
class ManifestFileTest {
  @TempDir Path directory;

  @Test
  @DisplayName("F36 F54 the files of a manifest are the inputs, each once, and no others")
  void theFilesOfAManifestAreTheInputsEachOnceAndNoOthers() throws IOException {
    put("b.csv", "a\n1\n");
    put("a {x}.csv", "a\n1\n");
    put("other.csv", "a\n1\n");
    manifest(
        """
        {"entries": [
          {"url": "%1$s/b.csv", "mandatory": true, "meta": {"content_length": 4}},
          {"url": "file:%1$s/a {x}.csv"},
          {"url": "%1$s/b.csv", "mandatory": true, "meta": {"content_length": 4}},
          {"url": "%1$s/none.csv", "mandatory": false}
        ]}
        """);

    Listing listing = list();

    assertThat(listing.files())
        .extracting(InputFile::uri)
        .containsExactly(uri("a {x}.csv"), uri("b.csv"));
    assertThat(listing.warnings())
        .extracting(Object::toString)
        .containsExactly(
            directory + "/b.csv: is in the manifest more than once.",
            directory + "/none.csv: is in the manifest, and not there.");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments("F54 malformed", "{\"entries\": [", "list.manifest:1: is no manifest"),
        arguments(
            "F54 smart quotes",
            "{\n\u201Centries\u201D: []}",
            "list.manifest:2: is no manifest: Unexpected character"),
        arguments("F54 no list", "[]", "it has no list 'entries'"),
        arguments("F54 no url", "{\"entries\": [{\"uri\": \"x\"}]}", "entry 1: has no text 'url'"),
        arguments(
            "F54 http URL",
            "{\"entries\": [{\"url\": \"http://host/a.csv\"}]}",
            "'http://host/a.csv' is not in the folder of the manifest"),
        arguments(
            "F54 other bucket",
            "{\"entries\": [{\"url\": \"s3://other/a.csv\"}]}",
            "entry 1: 's3://other/a.csv' is not in the folder"),
        arguments(
            "F35 way out of the folder",
            "{\"entries\": [{\"url\": \"%s/../a.csv\"}]}",
            "is not in the folder of the manifest"),
        arguments(
            "F54 mandatory is no truth value",
            "{\"entries\": [{\"url\": \"%s/a.csv\", \"mandatory\": \"yes\"}]}",
            "'mandatory' must be true or false"),
        arguments(
            "F39 mandatory file is missing",
            "{\"entries\": [{\"url\": \"%s/none.csv\", \"mandatory\": true}]}",
            "none.csv: is mandatory in the manifest, and not there"),
        arguments(
            "F43 file is shorter than the manifest says",
            "{\"entries\": [{\"url\": \"%s/a.csv\", \"meta\": {\"content_length\": 99}}]}",
            "a.csv: has 4 bytes, and the manifest says 99"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void aManifestThatIsWrongFailsBeforeAnythingIsRead(String id, String content, String reason)
      throws IOException {
    put("a.csv", "a\n1\n");
    manifest(content);

    assertThatThrownBy(this::list)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining(reason)
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.INPUT_UNUSABLE);
  }

  @Test
  void inS3TheManifestMayNameItsBucketOnly() throws IOException {
    put(
        "list.manifest",
        "{\"entries\": [{\"url\": \"s3://mine/x/a.csv\"}, {\"url\": \"s3://minetoo/a.csv\"}]}");
    SourceDefinition source = source("s3a://mine/list.manifest");

    assertThatThrownBy(
            () ->
                ManifestFile.read(
                    source,
                    org.apache.hadoop.fs.FileSystem.getLocal(RawFiles.CONF),
                    new org.apache.hadoop.fs.Path(directory + "/list.manifest")))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("entry 2: 's3://minetoo/a.csv' is not in the bucket")
        .hasMessageNotContaining("entry 1");
  }

  private Listing list() {
    return new InputLister(RawFiles.CONF).list(source(directory + "/list.manifest"));
  }

  private void manifest(String content) throws IOException {
    put("list.manifest", content.replace("%1$s", "%s").replace("%s", directory.toString()));
  }

  private void put(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private String uri(String name) {
    return "file:" + directory + "/" + name;
  }

  private static SourceDefinition source(String path) {
    SourceDefinition found = RawFiles.source(path, Format.CSV, "a");
    return new SourceDefinition(
        "things",
        Location.of("jobs/things.conf", 3),
        path,
        Format.CSV,
        FileSelection.NEW,
        true,
        CsvDialect.STANDARD,
        JsonLayout.LINES,
        found.columns(),
        List.of(),
        List.of(),
        UnknownField.REJECT,
        Expected.FILES,
        Optional.empty());
  }
}
