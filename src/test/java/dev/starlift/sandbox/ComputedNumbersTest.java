package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Precision and scale of computed decimals, by the rules of Redshift's developer guide. */
class ComputedNumbersTest {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS numbers CASCADE",
        "CREATE SCHEMA numbers",
        "SET search_path TO numbers",
        "CREATE TABLE n (i int, s smallint, b bigint, p decimal(8,2), c decimal(8,2), w decimal(30,4), f float8)",
        "INSERT INTO n VALUES (7, 2, 91593373, 10.25, 3, 5.5, 0.5), (8, 3, 5, 2, 8, 1, 1)");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    execute(connection, "DROP SCHEMA numbers CASCADE");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          SELECT b / 1000000.0 FROM n WHERE i = 7            § 28 § 8  § 91.59337300
          SELECT p / c FROM n WHERE i = 7                    § 17 § 9  § 3.416666667
          SELECT p * s FROM n WHERE i = 7                    § 14 § 2  § 20.50
          SELECT p + w FROM n WHERE i = 7                    § 31 § 4  § 15.7500
          SELECT p - i FROM n WHERE i = 7                    § 13 § 2  § 3.25
          SELECT -p FROM n WHERE i = 7                       § 8  § 2  § -10.25
          SELECT sum(p) FROM n                               § 38 § 2  § 12.25
          SELECT sum(b) FROM n                               § 38 § 0  § 91593378
          SELECT avg(p) FROM n                               § 19 § 2  § 6.13
          SELECT avg(w) FROM n                               § 38 § 4  § 3.2500
          SELECT max(p) FROM n                               § 8  § 2  § 10.25
          SELECT sum(p) OVER (ORDER BY i) FROM n ORDER BY i LIMIT 1 § 38 § 2 § 10.25
          SELECT NVL(p, 0) FROM n WHERE i = 8                § 12 § 2  § 2.00
          SELECT CASE WHEN i = 7 THEN p ELSE w END FROM n WHERE i = 7 § 30 § 4 § 10.2500
          SELECT p FROM n WHERE i = 8 UNION ALL SELECT w FROM n WHERE i = 100 § 30 § 4 § 2.0000
          SELECT x FROM (SELECT avg(p) / 2 AS x FROM n) t    § 30 § 13 § 3.0625000000000
          WITH q AS (SELECT sum(p) AS x FROM n) SELECT x + 1 FROM q § 38 § 2 § 13.25
          SELECT (SELECT sum(p) FROM n) AS x                 § 38 § 2  § 12.25
          SELECT ROUND(p, 1) FROM n WHERE i = 7              § 8  § 1  § 10.3
          SELECT 12.50                                       § 4  § 2  § 12.50
          SELECT p::decimal(5,1) FROM n WHERE i = 7          § 5  § 1  § 10.3
          """)
  void followsTheRules(String sql, int precision, int scale, String value) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData column = result.getMetaData();
      assertThat(column.getColumnType(1)).isEqualTo(Types.NUMERIC);
      assertThat(column.getPrecision(1)).isEqualTo(precision);
      assertThat(column.getScale(1)).isEqualTo(scale);
      result.next();
      assertThat(result.getString(1)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          SELECT p * f FROM n WHERE i = 7
          SELECT stddev_samp(p) FROM n
          SELECT SQRT(p) FROM n WHERE i = 7
          SELECT POWER(p, 2) FROM n WHERE i = 7
          """)
  void isDoubleWhereRedshiftLeavesDecimals(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.getMetaData().getColumnType(1)).isEqualTo(Types.DOUBLE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          SELECT EXISTS (SELECT 1.5), 2 IN (SELECT p FROM n), 1.5 > ALL (SELECT w FROM n)       § t|t|f
          SELECT NULL AS x UNION ALL SELECT p FROM n WHERE i = 7 ORDER BY 1                     § 10.25,null
          SELECT p FROM n WHERE i = 8 UNION ALL SELECT '1.23456'::super::decimal(9,5) ORDER BY 1 § 1.23456,2.00000
          SELECT sum(g) FROM generate_series(1.5, 3) g                                          § 4.0
          SELECT p, count(*) OVER (), row_number() OVER (ORDER BY p / 3) FROM n ORDER BY p / 3  § 2.00|2|1,10.25|2|2
          SELECT i % 2, sum(p) FROM n GROUP BY ROLLUP (i) ORDER BY 2 DESC LIMIT 1               § null|12.25
          SELECT x.p + y.c FROM n x JOIN n y USING (i) WHERE x.i = 7                            § 13.25
          SELECT (SELECT max(p) FROM n m WHERE m.i <= n.i) * 2 FROM n ORDER BY 1                § 20.50,20.50
          WITH RECURSIVE r (k, v) AS (SELECT 1, 1.5 UNION ALL SELECT k + 1, v * 2 FROM r WHERE k < 3) SELECT v FROM r ORDER BY k § 1.5,3.0,6.0
          """)
  void everyShapeOfQueryIsAnswered(String sql, String expected) throws SQLException {
    assertThat(rows(connection, sql)).containsExactly(expected.split(","));
  }

  @Test
  void preparedStatementsAreTypedToo() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT i AS \"Key\", p / 4 AS q FROM n WHERE i = ?")) {
      statement.setInt(1, 7);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo("key");
        assertThat(result.getMetaData().getColumnLabel(2)).isEqualTo("q");
        assertThat(result.getMetaData().getScale(2)).isEqualTo(13);
        assertThat(result.getString("q")).isEqualTo("2.5625000000000");
      }
    }
  }

  @Test
  void tablesAndViewsMadeFromQueriesHaveTheTypes() throws SQLException {
    execute(
        connection,
        "CREATE TABLE made DISTSTYLE EVEN AS SELECT i, sum(p) AS total FROM n GROUP BY i -- so",
        "CREATE VIEW seen AS SELECT avg(total) / 3 AS third FROM made");
    assertThat(
            rows(
                connection,
                "SELECT table_name, column_name, numeric_precision, numeric_scale FROM svv_columns"
                    + " WHERE table_schema = 'numbers' AND column_name IN ('total', 'third') ORDER BY 1"))
        .containsExactly("made|total|38|2", "seen|third|38|4");
  }

  @Test
  void cursorsAreTypedToo() throws SQLException {
    execute(connection, "BEGIN", "DECLARE c CURSOR WITHOUT HOLD FOR SELECT avg(p) AS mean FROM n");
    assertThat(rows(connection, "FETCH ALL FROM c")).containsExactly("6.13");
    execute(connection, "COMMIT");
  }

  @Test
  void unloadWritesThemToParquet() throws SQLException {
    String files = "s3://test/computed/";
    execute(
        connection,
        "UNLOAD ('SELECT sum(p), avg(w) AS a, p / c AS q FROM n GROUP BY p, c') TO '%s' IAM_ROLE default FORMAT PARQUET ALLOWOVERWRITE"
            .formatted(files),
        "CREATE TABLE back (s decimal(38,2), a decimal(38,4), q decimal(17,9))",
        "COPY back FROM '%s' IAM_ROLE default FORMAT PARQUET".formatted(files));
    assertThat(rows(connection, "SELECT * FROM back ORDER BY s"))
        .containsExactly("2.00|1.0000|0.250000000", "10.25|5.5000|3.416666667");
    assertThat(rows(connection, "SELECT PG_LAST_UNLOAD_COUNT(), PG_LAST_UNLOAD_ID() > 0"))
        .containsExactly("2|t");
  }
}
