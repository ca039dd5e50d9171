package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.problem.ExitCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys that are not the same, and look so. */
class LookAlikeKeysTest {
  private static final String DDL =
      "CREATE TABLE dw.cities (name VARCHAR(20) NOT NULL PRIMARY KEY, people INTEGER);";

  private static final String JOB =
      """
      sources.s {
        path = ${raw}"/s/", format = csv
        columns { name = "varchar(20) not null", people = integer }
        key = [name]
      }
      tables."dw.cities" { from = s, mode = upsert }
      """;

  @Test
  @DisplayName("V33 keys that differ in case or composition are two keys, and the run says so")
  void keysThatDifferInCaseOrCompositionAreTwoKeysAndTheRunSaysSo() {
    ReleaseBed bed =
        ReleaseBed.with(DDL, JOB)
            .put(
                "s/1.csv",
                "name,people",
                "Essen,1",
                "ESSEN,2",
                "K\u00f6ln,3",
                "Ko\u0308ln,4",
                "K\u00d6LN,5",
                "Rom,6");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT people FROM dw.cities"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(bed.said())
        .anyMatch(
            line ->
                line.matches(
                    "dw_\\d+\\.cities: 2 values of name differ from others in upper and lower case"
                        + " only; each is a row of its own\\."))
        .anyMatch(
            line ->
                line.matches(
                    "dw_\\d+\\.cities: 1 rows have a key that is not in Unicode's composed form"
                        + " \\(NFC\\); it differs from one that looks the same\\."));
  }

  @Test
  @DisplayName("V33 a key in other letters than one of the table is told, too")
  void aKeyInOtherLettersThanOneOfTheTableIsToldToo() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB).put("s/1.csv", "name,people", "Rom,1", "Ulm,2");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).noneMatch(line -> line.contains("upper and lower case"));

    bed.put("s/2.csv", "name,people", "ROM,3", "Ulm,4");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.said()).anyMatch(line -> line.contains("1 values of name differ from others"));
    assertThat(bed.query("SELECT name, people FROM dw.cities"))
        .containsExactly("ROM|3", "Rom|1", "Ulm|4");
  }
}
