package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import org.junit.jupiter.api.Test;

/** The job {@code jobs/iris.conf}: one file, one table, and what goes wrong with just that. */
class IrisReleaseTest {
  private static final String HEADER = "sepal_length,sepal_width,petal_length,petal_width,species";
  private static final String FILE = "iris/iris.csv";

  @Test
  void numbersArriveWithAllTheirDigits() {
    ReleaseBed bed =
        ReleaseBed.ofProject("iris")
            .put(FILE, HEADER, "5.4,3.1,1.6,0.3,setosa", "6.05,2.99,4,1.40,versicolor");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT * FROM dw.iris"))
        .containsExactly("5.40|3.10|1.60|0.30|setosa", "6.05|2.99|4.00|1.40|versicolor");
  }

  @Test
  void aNumberThatTheTypeDoesNotHoldIsRejectedAndNeverCut() {
    ReleaseBed bed =
        ReleaseBed.ofProject("iris")
            .put(FILE, HEADER, "5.4,3.1,1.6,0.3,setosa", "5.123,3.1,1.6,0.3,setosa");

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("1 of 2 rows were rejected")
        .hasMessageContaining("DECIMAL 1");
    assertThat(bed.query("SELECT COUNT(*) FROM dw.iris")).containsExactly("0");
  }

  @Test
  void columnsInAnotherOrderAreNotSwapped() {
    ReleaseBed bed =
        ReleaseBed.ofProject("iris")
            .put(
                FILE,
                "petal_length,petal_width,sepal_length,sepal_width,species",
                "1.6,0.3,5.4,3.1,setosa");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT sepal_length, petal_length FROM dw.iris"))
        .containsExactly("5.40|1.60");
  }

  @Test
  void aFileWithoutRowsIsNoSuccess() {
    ReleaseBed bed = ReleaseBed.ofProject("iris").put(FILE, HEADER);

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("0 rows in its new files, and min-rows = 1");
  }

  @Test
  void theRowsAreCountedInTheFileInTheCopyAndInTheTable() {
    ReleaseBed bed =
        ReleaseBed.ofProject("iris")
            .put(FILE, HEADER, "5.4,3.1,1.6,0.3,setosa", "5.4,3.1,1.6,0.3,setosa");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    // Read, staged, copied, inserted; the same flower twice is two.
    assertThat(bed.said())
        .anyMatch(line -> line.matches("iris +1 +2 +2 +0 +0 *"))
        .anyMatch(line -> line.matches("\\S+\\.iris +replace +2 +0 +\\d+ +2 +2 +0 +0 *"));
    assertThat(bed.query("SELECT COUNT(*) FROM dw.iris")).containsExactly("2");
  }

  @Test
  void anotherRunChangesNothingAndACorrectedFileTakesThePlaceOfTheOther() {
    ReleaseBed bed = ReleaseBed.ofProject("iris").put(FILE, HEADER, "5.4,3.1,1.6,0.3,setosa");
    bed.run();

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().startsWith("Already loaded");

    bed.put(FILE, HEADER, "5.5,3.1,1.6,0.3,setosa", "5.0,3.0,1.5,0.2,setosa");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.query("SELECT sepal_length FROM dw.iris")).containsExactly("5.00", "5.50");
  }
}
