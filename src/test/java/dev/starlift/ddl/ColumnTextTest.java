package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.ColumnType;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTextTest {
  private static final Location WHERE = Location.of("jobs/airline.conf", 12);

  /** Every name that Redshift documents for a type, and the type in Starlift's spelling. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smallint | SMALLINT",
        "int2 | SMALLINT",
        "INTEGER | INTEGER",
        "int | INTEGER",
        "int4 | INTEGER",
        "bigint | BIGINT",
        "int8 | BIGINT",
        "decimal | DECIMAL(18,0)",
        "numeric(10) | DECIMAL(10,0)",
        "dec ( 38 , 37 ) | DECIMAL(38,37)",
        "Decimal(1,1) | DECIMAL(1,1)",
        "real | REAL",
        "float4 | REAL",
        "float(24) | REAL",
        "float(25) | DOUBLE PRECISION",
        "float | DOUBLE PRECISION",
        "float8 | DOUBLE PRECISION",
        "double precision | DOUBLE PRECISION",
        "boolean | BOOLEAN",
        "bool | BOOLEAN",
        "char | CHAR(1)",
        "character(7) | CHAR(7)",
        "nchar(2) | CHAR(2)",
        "char(max) | CHAR(4096)",
        "bpchar | CHAR(256)",
        "varchar | VARCHAR(256)",
        "varchar(20) | VARCHAR(20)",
        "varchar(max) | VARCHAR(65535)",
        "character varying(9) | VARCHAR(9)",
        "char varying | VARCHAR(256)",
        "nvarchar(300) | VARCHAR(300)",
        "text | VARCHAR(256)",
        "date | DATE",
        "time | TIME",
        "time without time zone | TIME",
        "time with time zone | TIMETZ",
        "timetz | TIMETZ",
        "timestamp | TIMESTAMP",
        "timestamp without time zone | TIMESTAMP",
        "timestamp with time zone | TIMESTAMPTZ",
        "timestamptz | TIMESTAMPTZ",
        "interval year | INTERVAL YEAR",
        "interval month | INTERVAL MONTH",
        "interval year to month | INTERVAL YEAR TO MONTH",
        "interval day | INTERVAL DAY",
        "interval day to hour | INTERVAL DAY TO HOUR",
        "interval hour to minute | INTERVAL HOUR TO MINUTE",
        "interval day to second | INTERVAL DAY TO SECOND(6)",
        "interval minute to second (3) | INTERVAL MINUTE TO SECOND(3)",
        "interval second(0) | INTERVAL SECOND(0)",
        "super | SUPER",
        "varbyte | VARBYTE(64000)",
        "varbyte(16) | VARBYTE(16)",
        "varbinary(16) | VARBYTE(16)",
        "binary varying(1024000) | VARBYTE(1024000)",
        "geometry | GEOMETRY",
        "geography | GEOGRAPHY",
        "hllsketch | HLLSKETCH"
      })
  void everyDocumentedTypeNameIsRead(String text, String ddl) {
    assertThat(parse(text, new Problems()).orElseThrow().type().ddl()).isEqualTo(ddl);
    assertThat(parse(ddl, new Problems()).orElseThrow().type().ddl()).isEqualTo(ddl);
  }

  @Test
  void theTableAboveReachesEveryTypeOfTheModel() throws NoSuchMethodException {
    Set<Class<?>> reached =
        Arrays.stream(
                ColumnTextTest.class
                    .getDeclaredMethod("everyDocumentedTypeNameIsRead", String.class, String.class)
                    .getAnnotation(CsvSource.class)
                    .value())
            .map(line -> line.substring(0, line.indexOf('|')).strip())
            .map(text -> parse(text, new Problems()).orElseThrow().type().getClass())
            .collect(Collectors.toSet());

    assertThat(reached).containsExactlyInAnyOrder(ColumnType.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @CsvSource({
    "varchar(10), true",
    "varchar(10) null, true",
    "VARCHAR(10) NOT NULL, false",
    "varchar(10) not  null -- always there, false"
  })
  void aColumnMayBeNullUnlessItSaysNotNull(String text, boolean nullable) {
    assertThat(parse(text, new Problems()))
        .contains(new ColumnText(new ColumnType.Varchar(10), nullable));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strng | Redshift has no column type strng.",
        "string not null | Redshift has no column type string. Write VARCHAR(n), n in bytes.",
        "datetime | Redshift has no column type datetime. Write TIMESTAMP.",
        "double | Redshift has no column type double. Write DOUBLE PRECISION.",
        "varchar(65536) | VARCHAR length 65536 is not between 1 and 65535.",
        "varchar(99999999999999) | VARCHAR length 2147483647 is not between 1 and 65535.",
        "char(5000) | CHAR length 5000 is not between 1 and 4096.",
        "decimal(39) | DECIMAL precision 39 is not between 1 and 38.",
        "decimal(5,6) | DECIMAL scale 6 is not between 0 and 5.",
        "float(54) | FLOAT precision 54 is not between 1 and 53.",
        "interval day to second(7) | INTERVAL DAY TO SECOND precision 7 is not between 0 and 6.",
        "interval month to day | INTERVAL MONTH TO DAY is not within DAY TO SECOND.",
        "interval second to day | INTERVAL SECOND TO DAY is not within DAY TO SECOND.",
        "interval | Expected YEAR, MONTH, DAY, HOUR, MINUTE or SECOND, found the end of the text.",
        "varchar(10 | Expected ')', found the end of the text.",
        "decimal(a) | Expected the precision, 1 to 38, found 'a'.",
        "text(20) | Expected NOT NULL or the end of the text, found '('.",
        "timestamp(3) | Expected NOT NULL or the end of the text, found '('.",
        "int not | Expected NOT NULL or the end of the text, found 'not'.",
        "int default 5 | Expected NOT NULL or the end of the text, found 'default'.",
        "int 'x | This string is never closed. Close it.",
        "binary(4) | Expected VARYING, found '('."
      })
  void whatIsNotATypeIsAProblemAtItsPlaceInTheJob(String text, String problem) {
    Problems problems = new Problems();

    assertThat(parse(text, problems)).isEmpty();
    assertThat(problems.all())
        .extracting(Problem::toString)
        .containsExactly("jobs/airline.conf:12: '%s': %s".formatted(text, problem));
  }

  private static Optional<ColumnText> parse(String text, Problems problems) {
    return DdlParser.parseColumnText(text, WHERE, problems);
  }
}
