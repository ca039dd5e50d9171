package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.SparkTest;
import dev.starlift.model.ColumnType;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value of a parameter is a value for Spark, whatever it holds. */
class ParameterLiteralTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x' OR '1' = '1",
        "'; DROP TABLE t; --",
        "\\",
        "\\'",
        "\\u0041",
        "${spark.app.name}",
        "${env:HOME}",
        ":date",
        "`a`",
        "\"",
        "%s {} #",
        "é😀\u202E",
        ""
      })
  void aTextArrivesAsItWasGiven(String text) {
    assertThat(select(new ColumnType.Varchar(100), text).getString(0)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date          | 2024-02-29                 | DATE          | 2024-02-29
          timestamp     | 2024-02-29 23:59:59.123456 | TIMESTAMP     | 2024-02-29 23:59:59.123456
          decimal(38,2) | 999999999999999999999999999999999999.99 | DECIMAL(38,2) | 999999999999999999999999999999999999.99
          bigint        | -9223372036854775808       | BIGINT        | -9223372036854775808
          boolean       | true                       | BOOLEAN       | true
          """)
  void aValueHasItsType(String written, String text, String type, String shown) {
    Row row =
        SparkTest.session()
            .sql(
                "SELECT typeof(v), CAST(v AS STRING) FROM (SELECT %s AS v)"
                    .formatted(ParameterType.sparkLiteral(typeOf(written), Optional.of(text))))
            .first();

    assertThat(row.getString(0)).isEqualToIgnoringCase(type);
    assertThat(row.getString(1)).isEqualTo(shown);
  }

  private static ColumnType typeOf(String written) {
    return switch (written) {
      case "date" -> new ColumnType.Date();
      case "timestamp" -> new ColumnType.Timestamp();
      case "bigint" -> new ColumnType.BigInt();
      case "boolean" -> new ColumnType.Bool();
      default -> new ColumnType.Decimal(38, 2);
    };
  }

  private static Row select(ColumnType type, String text) {
    return SparkTest.session()
        .sql("SELECT " + ParameterType.sparkLiteral(type, Optional.of(text)))
        .first();
  }
}
