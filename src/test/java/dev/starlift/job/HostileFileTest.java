package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that try to read what is not theirs, or to wear the parser out. */
class HostileFileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"%s\"",
        "include file(\"%s\")",
        "include required(file(\"%s\"))",
        "include url(\"file:%s\")",
        "include url(\"http://127.0.0.1:9/x.conf\")",
        "include classpath(\"reference.conf\")",
        "include classpath(\"dev/starlift/job/stolen.conf\")",
        "include package(\"a:b\", \"c\")",
        "include\"%s\"",
      })
  void nothingIsIncluded(String include, @TempDir Path folder) throws IOException {
    Path stolen = folder.resolve("stolen.conf");
    Files.writeString(stolen, "stolen = \"canary-4711\"\n");

    List<String> problems =
        JobExample.problems(JobExample.MINIMAL + "\n" + include.formatted(stolen) + "\n");

    assertThat(problems)
        .anyMatch(problem -> problem.startsWith("shop/jobs/shop.conf:18: include is not allowed"));
    assertThat(String.join("\n", problems)).doesNotContain("stolen'", "canary");
  }

  @Test
  void anIncludeDeepInsideIsRefusedAsWell() {
    String job = JobExample.MINIMAL.replace("format = csv", "format = csv\n    include \"x.conf\"");

    assertThat(JobExample.problems(job))
        .containsExactly(
            "shop/jobs/shop.conf:7: include is not allowed: a job is one file. Write what it needs"
                + " into the file.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${HOME}",
        "${?HOME}",
        "${PATH}",
        "${java.version}",
        "${user.home}",
        "${env.HOME}",
        "${?env.HOME}",
        "${env}",
        "${job}",
        "${name}",
        "${sources}",
        "${x}"
      })
  void nothingOfTheMachineOrOfTheFileItselfCanBeReferredTo(String reference) {
    String job = JobExample.MINIMAL.replace("job = shop", "job = shop" + reference);

    List<String> problems = JobExample.problems(job);

    assertThat(problems)
        .anyMatch(
            problem ->
                problem.startsWith(
                    "shop/jobs/shop.conf:1: "
                        + reference.replace("?", "")
                        + " stands for nothing here."));
    assertThat(String.join("\n", problems))
        .doesNotContain(System.getProperty("java.version"), System.getProperty("user.home") + "/");
  }

  static List<String> bombs() {
    String half = "\n".repeat(10) + JobExample.MINIMAL;
    return List.of(
        "a = " + "[".repeat(20_000) + half,
        "a = " + "{a=".repeat(20_000) + half,
        "a" + "{a".repeat(20_000) + half,
        "a" + ".a".repeat(20_000) + " = 1" + half,
        "a = ${a" + ".a".repeat(20_000) + "}" + half,
        "a += 1\n".repeat(20_000) + half,
        "a = ${?a} [1]\n".repeat(20_000) + half,
        "a = {}\n".repeat(20_000) + half,
        "a = [1, 2]\nb = [${a}, ${a}]\nc = [${b}, ${b}]" + half,
        "{".repeat(20_000) + half,
        "]".repeat(20_000) + half,
        "a = \"" + "\\\"".repeat(20_000) + half,
        "\"\"\"".repeat(20_000) + half,
        "#".repeat(20_000) + "\n}" + half,
        "a = " + "1 ".repeat(400_000) + half,
        "a = " + "{}".repeat(400_000) + half,
        "a = " + "\"\" ".repeat(300_000) + half,
        "a = [" + "1,".repeat(400_000) + "]" + half,
        numbered("a.b%d=1\n", 80_000) + half,
        numbered("b%d=1\n", 100_000) + half,
        "a = " + "${raw}".repeat(20_000) + half,
        "\0\0\0 = \0" + half,
        "a = ${",
        "a = ${}\n" + half,
        "= = = {{ ]] ,, ::" + half,
        "a = [}" + half,
        "");
  }

  private static String numbered(String line, int times) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < times; i++) {
      text.append(line.formatted(i));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aBombIsAProblemAndNothingElse(String bomb) {
    assertThat(JobExample.problems(bomb))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("shop/"))
        .allMatch(problem -> problem.length() < 2_000);
  }

  @Test
  void aFileOfAMegabyteIsNotRead() {
    String padding = "#".repeat(1 << 20);

    assertThat(JobExample.problems(JobExample.MINIMAL + padding))
        .containsExactly(
            "shop/jobs/shop.conf: shop/jobs/shop.conf is larger than 1,048,576 bytes, which no"
                + " job, schema or query file may be.");
  }

  @Test
  void aFileThatIsNotTextIsRefused() {
    MemoryFiles files =
        JobExample.schemas().with(JobExample.FILE, new byte[] {'j', (byte) 0xff, (byte) 0xfe});

    assertThat(JobExample.problems(files, JobExample.environment()))
        .containsExactly(
            "shop/jobs/shop.conf: shop/jobs/shop.conf is not in UTF-8. Save it as UTF-8.");
  }

  @Test
  void aPasswordInABrokenLineIsNotRepeated() {
    Problems problems = new Problems();

    Optional<Environment> environment =
        EnvironmentFile.parse(
            new MemoryFiles().with("e.conf", "environment = x\npassword = hun}ter2 {\n"),
            "e.conf",
            Map.of(),
            problems);

    assertThat(environment).isEmpty();
    assertThat(problems.all().stream().map(Problem::toString))
        .containsExactly("e.conf:2: this line is not valid HOCON.");
  }
}
