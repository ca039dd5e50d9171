package dev.starlift.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.SparkTest;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorStagingTest {
  @Test
  void aMissingConnectorIsAProblemThatSaysWhatToDo() {
    assertThatThrownBy(
            () ->
                new ConnectorStaging(
                    SparkTest.session(),
                    new CopyStaging(SparkTest.session(), "zstd", 0),
                    "jdbc:redshift://localhost:1/dev",
                    Map::of,
                    "arn:aws:iam::123456789012:role/copy",
                    "s3://stage/tmp"))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("not on the class path")
        .hasMessageContaining("writer = copy");
  }
}
