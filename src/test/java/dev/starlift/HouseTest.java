package dev.starlift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data flows one way: no package uses what stands behind it or what it does not list. */
class HouseTest {
  @TempDir private Path root;

  @Test
  void everyPackageUsesOnlyWhatItListsAndWhatStandsBeforeIt() throws IOException {
    assertThat(House.violations(Path.of("src", "main", "java", "dev", "starlift"))).isEmpty();
  }

  @Test
  void aListThatGoesOverTheEndOfTheLineIsRead() throws IOException {
    write(
        "problem/package-info.java",
        "/** Problems.\n *\n * <p>May import: nothing of Starlift.\n */");
    write(
        "sandbox/wire/package-info.java",
        "/**\n * Wire.\n *\n * <p>May import: model, sandbox.session,\n * sandbox.s3.\n */");
    write(
        "sandbox/wire/Wire.java",
        "import dev.starlift.model.Table;\nimport dev.starlift.sandbox.s3.*;\n");

    assertThat(House.violations(root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import dev.starlift.sql.Statement;",
        "import static dev.starlift.sql.Statement.of;",
        "class A { dev.starlift.sql.Statement field; }",
        "class A { /* a comment */ dev.starlift.sql.Statement field; // another\n }",
        "class A { char c = '\"'; dev.starlift.sql.Statement field; char d = '\"'; }"
      })
  void aUseThatIsNotListedIsAViolation(String source) throws IOException {
    write("job/package-info.java", "/** <p>May import: model. */");
    write("job/A.java", source);

    assertThat(House.violations(root))
        .containsExactly("job/A.java uses sql, which its package-info.java does not list.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** {@link dev.starlift.load.Plan} */",
        "// dev.starlift.load.Plan",
        "class A { String s = \"dev.starlift.load.Plan\"; }",
        "class A { String s = \"\"\"\n \" dev.starlift.load.Plan\"\"\"; }",
        "import dev.starlift.job.B;"
      })
  void aNameInACommentOrATextIsNoUse(String source) throws IOException {
    write("job/package-info.java", "/** <p>May import: model. */");
    write("job/A.java", source);

    assertThat(House.violations(root)).isEmpty();
  }

  @Test
  void aListThatPointsBackIsAViolation() throws IOException {
    write("model/package-info.java", "/** <p>May import: problem, ddl, modle, model. */");

    assertThat(House.violations(root))
        .containsExactly(
            "model may not import ddl: it does not stand before it.",
            "model may not import modle: it does not stand before it.",
            "model may not import model: it does not stand before it.");
  }

  @Test
  void aPackageSaysWhatItMayImport() throws IOException {
    write("ddl/A.java", "");
    write("model/package-info.java", "/** The model. */");
    write("helpers/package-info.java", "/** <p>May import: model. */");
    write("Main.java", "");

    assertThat(House.violations(root))
        .containsExactly(
            "Package '' has no place in the house.",
            "Package ddl has no package-info.java.",
            "Package 'helpers' has no place in the house.",
            "package-info.java of model does not say what it may import.");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, UTF_8);
  }
}
