package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clauses of SELECT that only Redshift has, over a few rows. */
class RedshiftQueryTest {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS query_test CASCADE",
        "CREATE SCHEMA query_test",
        "SET search_path TO query_test",
        "CREATE TABLE t (a int, b varchar(10), c int)",
        "INSERT INTO t VALUES (1, 'x', 10), (2, 'x', 20), (3, 'y', 30), (4, 'y', NULL), (5, 'z', 50)",
        "CREATE TABLE orders (id int, doc super, name varchar(20))",
        """
        INSERT INTO orders VALUES
          (1, JSON_PARSE('{"customer": {"name": "Ann", "vip": true}, "total": 12.5,
              "items": [{"sku": "A", "qty": 2}, {"sku": "B", "qty": 1}]}'), 'one'),
          (2, JSON_PARSE('{"customer": {"name": "Bob"}, "total": 7, "items": []}'), 'two')""");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    execute(connection, "DROP SCHEMA query_test CASCADE");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT TOP 2 a FROM t ORDER BY a DESC                     § 5,4
          SELECT DISTINCT TOP 2 b FROM t ORDER BY b                 § x,y
          SELECT a FROM (SELECT TOP 1 * FROM t ORDER BY a) s        § 1
          SELECT TOP 1 a FROM t WHERE a = 5 UNION ALL SELECT 9      § 5,9
          SELECT a FROM t MINUS SELECT a FROM t WHERE a > 1         § 1
          SELECT a FROM t QUALIFY row_number() OVER (PARTITION BY b ORDER BY a DESC) = 1 ORDER BY a § 2,4,5
          SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) AS rn FROM t QUALIFY rn = 1 ORDER BY 1 § 1|1,3|1,5|1
          SELECT * FROM t QUALIFY rank() OVER (ORDER BY c NULLS LAST) <= 2 ORDER BY a § 1|x|10,2|x|20
          SELECT x.*, y.a FROM t x JOIN t y ON y.a = x.a + 1 QUALIFY max(y.a) OVER (PARTITION BY x.b) = y.a ORDER BY y.a LIMIT 1 § 2|x|20|3
          SELECT b, count(*) FROM t GROUP BY b QUALIFY sum(count(*)) OVER (ORDER BY b ROWS UNBOUNDED PRECEDING) > 2 ORDER BY b § y|2,z|1
          WITH q AS (SELECT b, a FROM t WHERE a < 5 QUALIFY row_number() OVER (PARTITION BY b ORDER BY a) = 1) SELECT sum(a) FROM q § 4
          SELECT b, LISTAGG(a, ';') WITHIN GROUP (ORDER BY a DESC) FROM t GROUP BY b ORDER BY b § x|2;1,y|4;3,z|5
          SELECT DISTINCT b, LISTAGG(a, ';') WITHIN GROUP (ORDER BY a DESC) OVER (PARTITION BY b) FROM t ORDER BY b § x|2;1,y|4;3,z|5
          SELECT a, RATIO_TO_REPORT(a) OVER (PARTITION BY b) FROM t WHERE a > 4 § 5|1.0
          SELECT a, LAST_VALUE(c IGNORE NULLS) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) FROM t WHERE a IN (3, 4) ORDER BY a § 3|30,4|30
          SELECT FIRST_VALUE(c) IGNORE NULLS OVER (ORDER BY a DESC ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM t WHERE a = 4 OR a = 3 § 30,30
          SELECT MEDIAN(a) OVER (PARTITION BY b) FROM t WHERE b = 'x' § 1.5,1.5
          SELECT AVG(a) OVER (PARTITION BY b) FROM t WHERE b = 'x'  § 1,1
          SELECT a FROM (SELECT a FROM t WHERE a = 1)               § 1
          SELECT doc.customer.name FROM orders ORDER BY id          § "Ann","Bob"
          SELECT o.doc.customer.name::varchar FROM orders o ORDER BY id § Ann,Bob
          SELECT id FROM orders o WHERE o.doc.customer.name = 'Ann' § 1
          SELECT id FROM orders WHERE orders.doc.total > 10         § 1
          SELECT id FROM orders WHERE doc.customer.name IN ('Bob', 'Cid') § 2
          SELECT doc.items[0].sku FROM orders WHERE id = 1          § "A"
          SELECT query_test.orders.doc.items[1].qty FROM query_test.orders WHERE id = 1 § 1
          SELECT o.id, i.sku, i.qty FROM orders o, o.doc.items AS i ORDER BY 1, 2 § 1|"A"|2,1|"B"|1
          SELECT i.sku, at FROM orders o, o.doc.items AS i AT at ORDER BY 2 § "A"|0,"B"|1
          SELECT o.id, i.sku FROM orders o LEFT JOIN o.doc.items AS i ON TRUE WHERE o.id = 2 § 2|null
          SELECT sum(i.qty::int) FROM orders o, o.doc.items i       § 3
          SELECT doc.nothing.here IS NULL FROM orders WHERE id = 1  § t
          """)
  void gives(String sql, String expected) throws SQLException {
    assertThat(rows(connection, sql)).containsExactly(expected.split(","));
  }

  @Test
  void aPathGivesItsColumnTheLastName() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT id, doc.customer.name, doc.items[0].sku FROM orders")) {
      assertThat(result.getMetaData().getColumnLabel(2)).isEqualTo("name");
      assertThat(result.getMetaData().getColumnLabel(3)).isEqualTo("sku");
    }
  }

  @Test
  void errorsInRewrittenClausesPointIntoTheClientsText() {
    String sql = "SELECT TOP 3 a, DECODE(b, 'x', 1, nowhere) FROM t QUALIFY count(*) OVER () = 1";
    assertThatThrownBy(() -> rows(connection, sql))
        .hasMessageContaining("nowhere")
        .hasMessageContaining("Position: " + (sql.indexOf("nowhere") + 1));
  }
}
