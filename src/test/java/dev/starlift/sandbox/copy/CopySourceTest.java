package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CopySourceTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  @BeforeEach
  void createTable() throws SqlError {
    bed.query("CREATE TABLE t (id int)");
  }

  private CopyResult copy(String key, String options) throws SqlError, IOException {
    return bed.copy("COPY t FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + options);
  }

  private List<List<String>> ids() throws SqlError {
    return bed.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM t");
  }

  private long putId(String key, int id) throws IOException {
    return bed.putParquet(
        key,
        "message m { required int32 id; }",
        CompressionCodecName.SNAPPY,
        (writer, schema) -> {
          Group row = new SimpleGroup(schema);
          row.add(0, id);
          writer.write(row);
        });
  }

  private void putManifest(String entries) throws IOException {
    bed.put("manifest", "{\"entries\": [" + entries + "]}");
  }

  private String entry(String key, String more) {
    return "{\"url\": \"" + bed.at(key) + "\"" + more + "}";
  }

  private static String length(long bytes) {
    return ", \"mandatory\": true, \"meta\": {\"content_length\": " + bytes + "}";
  }

  @Test
  void aPrefixMatchesMoreThanAFolder() throws Exception {
    bed.put("x", "1\n");
    bed.put("x.bak", "2\n");
    bed.put("x_2/part", "3\n");
    bed.put("y", "4\n");

    CopyResult result = copy("x", "CSV");

    assertThat(ids()).containsExactly(List.of("1 2 3"));
    assertThat(result.files()).isEqualTo(3);
    assertThat(result.notice())
        .isEqualTo("Load into table 't' completed, 3 record(s) loaded successfully.");
  }

  @Test
  void keysMayHoldAnyCharacter() throws Exception {
    bed.put("y=1/a b+c%20&ü'.csv", "1\n");

    copy("y=1/a b+c%20&ü''", "CSV");

    assertThat(ids()).containsExactly(List.of("1"));
  }

  @Test
  void emptyObjectsAndFolderMarkersHoldNoRows() throws Exception {
    bed.put("d/", "");
    bed.put("d/_SUCCESS", "");
    putId("d/a.parquet", 7);

    copy("d/", "PARQUET");

    assertThat(ids()).containsExactly(List.of("7"));
  }

  @Test
  void aPrefixThatMatchesNothingIsAnError() {
    assertThatThrownBy(() -> copy("nothing/", "CSV"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("The specified S3 prefix")
        .hasMessageContaining("does not exist");
  }

  @Test
  void aBucketThatDoesNotExistIsAnError() {
    assertThatThrownBy(
            () -> bed.copy("COPY t FROM 's3://nobucket/x'" + CopyTestBed.ROLE + "FORMAT CSV"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void aFileThatAManifestListsTwiceIsLoadedTwice() throws Exception {
    long bytes = putId("a.parquet", 7);
    putManifest(entry("a.parquet", length(bytes)) + "," + entry("a.parquet", length(bytes)));

    copy("manifest", "PARQUET MANIFEST");

    assertThat(ids()).containsExactly(List.of("7 7"));
  }

  @Test
  void aMissingFileIsSkippedUnlessItIsMandatory() throws Exception {
    bed.put("a", "1\n");
    putManifest(entry("gone", "") + "," + entry("a", ""));
    copy("manifest", "CSV MANIFEST");
    assertThat(ids()).containsExactly(List.of("1"));

    putManifest(entry("gone", ", \"mandatory\": true") + "," + entry("a", ""));
    assertThatThrownBy(() -> copy("manifest", "CSV MANIFEST"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("NoSuchKey")
        .hasMessageContaining(bed.at("gone").toString());
    assertThat(ids()).containsExactly(List.of("1"));
  }

  @Test
  void aManifestOfWhichNoFileExistsIsAnError() throws Exception {
    putManifest(entry("gone", ""));

    assertThatThrownBy(() -> copy("manifest", "CSV MANIFEST"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("COPY found no file");
  }

  @Test
  void parquetInAManifestNeedsItsTrueLength() throws Exception {
    long bytes = putId("a.parquet", 7);

    putManifest(entry("a.parquet", ""));
    assertThatThrownBy(() -> copy("manifest", "PARQUET MANIFEST"))
        .hasMessageContaining("no meta.content_length");

    putManifest(entry("a.parquet", length(bytes + 1)));
    assertThatThrownBy(() -> copy("manifest", "PARQUET MANIFEST"))
        .hasMessageContaining("content_length " + (bytes + 1))
        .hasMessageContaining("has " + bytes + " bytes");
    assertThat(ids().get(0)).containsOnlyNulls();
  }

  @Test
  void aManifestThatIsMissingOrMalformedIsAnError() throws Exception {
    assertThatThrownBy(() -> copy("manifest", "CSV MANIFEST"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Problem reading manifest file");
    for (String text : List.of("{", "[]", "{\"entries\": [{}]}", "{\"entries\": []} x")) {
      bed.put("manifest", text);
      assertThatThrownBy(() -> copy("manifest", "CSV MANIFEST"))
          .isInstanceOf(SqlError.class)
          .hasMessageContaining("Problem reading manifest file");
    }
  }

  @Test
  void aTableThatDoesNotExistOrIsAViewIsAnError() throws Exception {
    bed.put("a", "1\n");
    bed.query("CREATE VIEW v AS SELECT * FROM t");

    assertThatThrownBy(
            () -> bed.copy("COPY nosuch FROM '" + bed.at("a") + "'" + CopyTestBed.ROLE + "CSV"))
        .hasMessage("Cannot COPY into nonexistent table nosuch");
    assertThatThrownBy(
            () -> bed.copy("COPY v FROM '" + bed.at("a") + "'" + CopyTestBed.ROLE + "CSV"))
        .hasMessageContaining("not a table");
  }

  @Test
  void namesFoldToLowerCaseEvenInQuotes() throws Exception {
    bed.put("a", "1\n");

    bed.copy(
        "COPY \"%s\".\"T\" (\"ID\") FROM '%s'%sCSV;"
            .formatted(bed.schema().toUpperCase(Locale.ROOT), bed.at("a"), CopyTestBed.ROLE));

    assertThat(ids()).containsExactly(List.of("1"));
  }
}
