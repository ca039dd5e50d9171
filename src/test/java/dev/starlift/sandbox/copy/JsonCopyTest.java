package dev.starlift.sandbox.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCopyTest {
  @RegisterExtension final CopyTestBed bed = new CopyTestBed();

  private CopyResult copy(String key, String options) throws SqlError, IOException {
    return bed.copy("COPY t FROM '" + bed.at(key) + "'" + CopyTestBed.ROLE + options);
  }

  private CopyResult load(String json, String options) throws SqlError, IOException {
    bed.put("data/file.json", json);
    return copy("data/", options);
  }

  private String paths(String... expressions) throws IOException {
    bed.put("paths.json", "{\"jsonpaths\": [" + String.join(",", expressions) + "]}");
    return "JSON '" + bed.at("paths.json") + "'";
  }

  @Test
  void objectsAreLoadedByNameWhateverIsBetweenThem() throws Exception {
    bed.query("CREATE TABLE t (id int, name varchar(20), amount decimal(9,2), ok boolean, d date)");

    load(
        """
        {"id": 1, "name": "a \\"b\\"\\n\\t\\\\ \\u00fc", "amount": 1.239, "ok": true, "x": [{}]}
          {"amount": "7", "name": "}{", "id": 2, "d": "2024-02-29"}{"id":3,"name":null}

        """,
        "FORMAT AS JSON 'auto'");

    assertThat(bed.query("SELECT * FROM t"))
        .containsExactly(
            Arrays.asList("1", "a \"b\"\n\t\\ ü", "1.23", "t", null),
            Arrays.asList("2", "}{", "7.00", null, "2024-02-29"),
            Arrays.asList("3", null, null, null, null));
  }

  @Test
  void namesMustBeLowerCaseUnlessTheirCaseIsIgnored() throws Exception {
    bed.query("CREATE TABLE t (userid int)");

    load("{\"userId\": 1}", "JSON 'auto'");
    load("{\"userId\": 2}", "JSON 'auto ignorecase'");

    assertThat(bed.query("SELECT * FROM t ORDER BY 1")).containsExactly(List.of("2"), none());
  }

  private static List<String> none() {
    return Arrays.asList((String) null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"$.a.b[1]\"          | 8",
        "\"$['a']['b'][1]\"    | 8",
        "\"$.a.b\"             | [7,8]",
        "\"$.a\"               | {\"b\":[7,8],\"c d\":{\"e\":1.50}}",
        "\"$['a']['c d']['e']\"| 1.50",
        "\"$\"                 | {\"a\":{\"b\":[7,8],\"c d\":{\"e\":1.50}}}",
        "\"$.a.b[9]\"          |",
        "\"$.nothing.there\"   |",
      })
  void pathsLeadToWhatLiesDeeper(String path, String value) throws Exception {
    bed.query("CREATE TABLE t (v varchar(99))");

    load("{\"a\": {\"b\": [7, 8], \"c d\": {\"e\": 1.50}}}", paths(path));

    assertThat(bed.query("SELECT v FROM t")).containsExactly(Arrays.asList(value));
  }

  @Test
  void twoPathsMayShareAValueAndItsInside() throws Exception {
    bed.query("CREATE TABLE t (whole varchar(30), part int, again int)");

    load("{\"a\": {\"b\": 5}}", paths("\"$.a\"", "\"$.a.b\"", "\"$.a.b\""));

    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("{\"b\":5}", "5", "5"));
  }

  @Test
  void arraysAreLoadedByPosition() throws Exception {
    bed.query("CREATE TABLE t (id int, name varchar(9))");

    load("[1, \"a\"]\n[2, \"b\"]", paths("\"$[0]\"", "\"$[1]\""));

    assertThat(bed.query("SELECT * FROM t")).containsExactly(List.of("1", "a"), List.of("2", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"$.*\"",
        "\"$..a\"",
        "\"$.a[*]\"",
        "\"$.a[-1]\"",
        "\"$['a'].b\"",
        "\"$.a['b']\"",
        "\"a\"",
        "\"$[?(@.x)]\"",
        "\"$['a'\""
      })
  void aPathThatMayMeanSeveralValuesIsRefused(String path) throws Exception {
    bed.query("CREATE TABLE t (v varchar(99))");
    String options = paths(path);

    assertThatThrownBy(() -> load("{}", options))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("Invalid JSONPath format")
        .hasMessageContaining("'dot-notation' and 'bracket-notation'");
  }

  @Test
  void thereMustBeAsManyPathsAsColumns() throws Exception {
    bed.query("CREATE TABLE t (a int, b int)");
    String options = paths("\"$.a\"");

    assertThatThrownBy(() -> load("{}", options))
        .hasMessageContaining("Number of jsonpaths and the number of columns should match")
        .hasMessageContaining("JSONPath size: 1, Number of columns in table or column list: 2");
    assertThatThrownBy(() -> load("{}", "JSON '" + bed.at("nothing") + "'"))
        .hasMessageContaining("does not exist");
  }

  @Test
  void aPathsFileOfAnotherNameMeansAuto() throws Exception {
    bed.query("CREATE TABLE t (a int)");
    bed.put("paths.json", "{\"jsonpath\": [\"$.b\"]}");

    load("{\"a\": 1, \"b\": 2}", "JSON '" + bed.at("paths.json") + "'");

    assertThat(bed.query("SELECT a FROM t")).containsExactly(List.of("1"));
  }

  @Test
  void superColumnsTakeAnyValueAndNoshredTheWholeRecord() throws Exception {
    bed.query("CREATE TABLE t (v jsonb)");

    load("{\"v\": {\"B\": [1.50, null]}} {\"v\": \"x\\\"y\"} {\"v\": 7} {}", "JSON 'auto'");
    load("{\"a\": 1} [2, 3]", "JSON 'noshred'");

    assertThat(bed.query("SELECT v FROM t"))
        .containsExactly(
            List.of("{\"B\": [1.50, null]}"),
            List.of("\"x\\\"y\""),
            List.of("7"),
            none(),
            List.of("{\"a\": 1}"),
            List.of("[2, 3]"));
    bed.query("ALTER TABLE t ADD more int");
    assertThatThrownBy(() -> load("{}", "JSON 'noshred'"))
        .hasMessageContaining("exactly one column of type SUPER");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int        | {\"v\": 1.0}        | 1207 | Invalid digit, Value '.', Pos 1, Type: Integer",
        "int        | {\"v\": true}       | 1207 | Invalid digit",
        "varchar(2) | {\"v\": \"abc\"}    | 1204 | exceeds DDL length",
        "varchar(9) | {\"v\": \"a\\u0000\"} | 1220 | Bad UTF-8",
        "int        | [1]                 | 1216 | Member is not an object",
        "int        | {\"v\": }           | 1216 | Invalid JSON",
        "int        | {\"v\": 1           | 1216 | ends within a record",
        "int        | 1                   | 1216 | Invalid value",
        "int        | {v: 1}              | 1216 | Invalid JSON",
      })
  void aBadRecordIsAnErrorWithItsCode(String type, String json, int code, String reason)
      throws Exception {
    bed.query("CREATE TABLE t (v " + type + ")");

    assertThatThrownBy(() -> load("\n" + json + "\n", "JSON")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.message()).contains(reason);
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.rawLine().strip()).isEqualTo(json);
            });
    assertThat(bed.query("SELECT * FROM t")).isEmpty();
  }

  @Test
  void recordsPastTheFaultAreLoadedUnderMaxerror() throws Exception {
    bed.query("CREATE TABLE t (v int)");

    CopyResult result =
        load(
            "{\"v\": 1}\nnonsense {\n{\"v\": \"x\"}\n{\"v\": \n2}\n{\"v\" 3}\n{\"v\": 4}",
            "JSON MAXERROR 9");

    assertThat(result.rows()).isEqualTo(3);
    assertThat(bed.query("SELECT v FROM t"))
        .containsExactly(List.of("1"), List.of("2"), List.of("4"));
    assertThat(bed.log().errors).extracting(LoadError::line).containsExactly(2L, 3L, 6L);
  }

  @Test
  void invalidBytesAreRefusedOrReplaced() throws Exception {
    bed.query("CREATE TABLE t (v varchar(9))");
    byte[] json = "{\"v\": \"aüb\"}".getBytes(StandardCharsets.ISO_8859_1);
    bed.put("data/x", json);

    assertThatThrownBy(() -> copy("data/", "JSON")).isInstanceOf(SqlError.class);
    assertThat(bed.log().errors).singleElement().extracting(LoadError::code).isEqualTo(1220);
    copy("data/", "JSON ACCEPTINVCHARS '^'");
    copy("data/", "JSON ENCODING ISO88591");
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of("a^b"), List.of("aüb"));
  }

  @Test
  void anObjectOfMoreThanFourMegabytesIsRefused() throws Exception {
    bed.query("CREATE TABLE t (v varchar(9))");

    assertThatThrownBy(() -> load("{\"v\": \"" + "x".repeat(5 << 20) + "\"}", "JSON"))
        .isInstanceOf(SqlError.class);
    assertThat(bed.log().errors)
        .singleElement()
        .extracting(LoadError::message)
        .asString()
        .contains("4 MB");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void compressedFilesAreRead(Compression compression) throws Exception {
    bed.query("CREATE TABLE t (v int)");
    var packed = new java.io.ByteArrayOutputStream();
    try (var out = compression.pack(packed)) {
      out.write("{\"v\": 5}".getBytes(StandardCharsets.UTF_8));
    }
    bed.put("data/x", packed.toByteArray());

    copy("data/", "JSON " + (compression == Compression.NONE ? "" : compression.name()));

    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of("5"));
  }

  @Test
  void aPathsFileUnderTheSamePrefixIsReadAsData() throws Exception {
    bed.query("CREATE TABLE t (v int)");
    bed.put("data.json", "{\"v\": 1}");
    bed.put("data.jsonpaths", "{\"jsonpaths\": [\"$.v\"]}");

    CopyResult result = copy("data.json", "JSON '" + bed.at("data.jsonpaths") + "'");

    assertThat(result.files()).isEqualTo(2);
    assertThat(bed.query("SELECT v FROM t")).containsExactly(List.of("1"), none());
  }
}
