package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored procedures in Redshift's PL/pgSQL. */
class ProcedureTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
    execute(
        connection,
        "DROP SCHEMA IF EXISTS procedure_test CASCADE",
        "CREATE SCHEMA procedure_test",
        "SET search_path TO procedure_test",
        "CREATE TABLE t (a int, b varchar(20))");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void runStatementsOfRedshift() throws SQLException {
    execute(
        connection,
        """
        CREATE OR REPLACE PROCEDURE load_all(first IN int, rest varchar(max))
        AS $$
        DECLARE
          n int := DATEDIFF(day, '2024-01-01'::date, '2024-01-03'::date);
          label varchar(max) := NVL(rest, 'none');
          doc SUPER;
          rec RECORD;
        BEGIN
          DROP TABLE IF EXISTS stage;
          CREATE TEMP TABLE stage (a int ENCODE az64 PRIMARY KEY, b text) DISTKEY (a) SORTKEY (a);
          INSERT INTO stage VALUES (first, label), (first + n, 'x;y'); -- a comment; here
          IF n > 1 AND (CASE WHEN n = 2 THEN true ELSE false END) THEN
            INSERT INTO t SELECT a, DECODE(b, 'x;y', 'decoded', b) FROM stage;
          ELSIF n = 0 THEN
            DELETE t;
          ELSE
            RAISE EXCEPTION 'no %', n;
          END IF;
          FOR rec IN SELECT TOP 1 a, b FROM t ORDER BY a DESC LOOP
            UPDATE t SET b = b || '!' WHERE a = rec.a;
          END LOOP;
          WHILE n < 5 LOOP
            n := n + 1;
            EXIT WHEN n = 4;
          END LOOP;
          SELECT INTO label LISTAGG(b, ',') WITHIN GROUP (ORDER BY a) FROM t;
          RAISE INFO 'done % %', n, label;
          INSERT INTO t VALUES (n, label);
        END;
        $$ LANGUAGE plpgsql""",
        "CALL load_all(1, NULL)");
    assertThat(rows(connection, "SELECT a, b FROM t ORDER BY a"))
        .containsExactly("1|none", "3|decoded!", "4|none,decoded!");
  }

  @Test
  void giveOutParametersAsARow() throws SQLException {
    execute(
        connection,
        """
        CREATE PROCEDURE answer(IN a int, doubled OUT int, said INOUT varchar(10), INOUT plain int)
        LANGUAGE plpgsql AS $$
        BEGIN
          doubled := a * 2;
          said := said || '!';
          plain := plain + 1;
        END $$""");
    assertThat(rows(connection, "CALL answer(4, 'yes', 6)")).containsExactly("yes!|7|8");
    execute(connection, "DROP PROCEDURE answer(int, varchar, int)");
  }

  @Test
  void openCursors() throws SQLException {
    execute(
        connection,
        "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        """
        CREATE PROCEDURE get_rows(minimum IN int, rs INOUT refcursor) AS $$
        BEGIN
          OPEN rs FOR SELECT a, NVL(b, '') FROM t WHERE a >= minimum ORDER BY a;
        END; $$ LANGUAGE plpgsql""");
    connection.setAutoCommit(false);
    execute(connection, "CALL get_rows(1, 'mine')");
    assertThat(rows(connection, "FETCH ALL FROM mine")).containsExactly("1|x", "2|y");
    connection.commit();
  }

  @Test
  void mayCommitAndTruncate() throws SQLException {
    execute(
        connection,
        """
        CREATE PROCEDURE p(fails boolean) AS $$
        BEGIN
          INSERT INTO t VALUES (1, 'kept');
          COMMIT;
          INSERT INTO t VALUES (2, 'gone');
          ROLLBACK;
          CREATE TABLE other AS SELECT * FROM t;
          TRUNCATE t;
          INSERT INTO t VALUES (3, 'last');
          IF fails THEN
            RAISE EXCEPTION 'stop';
          END IF;
        END $$ LANGUAGE plpgsql""",
        "CALL p(false)");
    assertThat(rows(connection, "SELECT a FROM other UNION ALL SELECT a FROM t"))
        .containsExactly("1", "3");
    execute(connection, "DROP TABLE other");
    assertThatThrownBy(() -> execute(connection, "CALL p(true)")).hasMessageContaining("stop");
    assertThat(rows(connection, "SELECT (SELECT count(*) FROM other), (SELECT count(*) FROM t)"))
        .containsExactly("2|0");
  }

  @Test
  void doNotCommitInsideOfATransactionBlock() throws SQLException {
    execute(
        connection,
        "CREATE PROCEDURE p() AS $$ BEGIN INSERT INTO t VALUES (1, 'x'); COMMIT; END $$ LANGUAGE plpgsql",
        "CREATE PROCEDURE q() AS $$ BEGIN INSERT INTO t VALUES (2, 'y'); END $$ LANGUAGE plpgsql");
    connection.setAutoCommit(false);
    execute(connection, "CALL q()");
    connection.rollback();
    execute(connection, "INSERT INTO t VALUES (9, 'z')");
    assertThatThrownBy(() -> execute(connection, "CALL p()"))
        .hasMessageContaining(
            "COMMIT cannot be invoked from a procedure that is executing in an atomic context");
    connection.rollback();
    assertThat(rows(connection, "SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void handleExceptions() throws SQLException {
    execute(
        connection,
        """
        CREATE PROCEDURE p() AS $$
        BEGIN
          INSERT INTO t VALUES (1 / 0, 'x');
        EXCEPTION WHEN OTHERS THEN
          INSERT INTO t VALUES (0, 'caught');
        END $$ LANGUAGE plpgsql""",
        "CALL p()");
    assertThat(rows(connection, "SELECT b FROM t")).containsExactly("caught");
  }

  @Test
  void callEachOtherAndRunTexts() throws SQLException {
    execute(
        connection,
        "CREATE PROCEDURE inner_one(n int) AS $$ BEGIN INSERT INTO t VALUES (n, 'inner'); END $$ LANGUAGE plpgsql",
        """
        CREATE PROCEDURE outer_one() AS $$
        DECLARE name varchar(20) := 'made';
        BEGIN
          CALL inner_one(5);
          EXECUTE 'CREATE TABLE fixed (a int ENCODE az64) DISTSTYLE ALL';
          EXECUTE 'INSERT INTO t SELECT 6, ' || quote_literal(name);
        END $$ LANGUAGE plpgsql""",
        "CALL outer_one()",
        "INSERT INTO fixed VALUES (1)");
    assertThat(rows(connection, "SELECT * FROM t ORDER BY a")).containsExactly("5|inner", "6|made");
  }

  @Test
  void nonatomicOnesCommitEachStatement() throws SQLException {
    execute(
        connection,
        """
        CREATE PROCEDURE p() NONATOMIC AS $$
        BEGIN
          INSERT INTO t VALUES (1, 'kept');
          INSERT INTO t VALUES (1 / 0, 'x');
        END $$ LANGUAGE plpgsql""");
    assertThatThrownBy(() -> execute(connection, "CALL p()"))
        .hasMessageContaining("division by zero");
    assertThat(rows(connection, "SELECT b FROM t")).containsExactly("kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COPY t FROM 's3://x/y' IAM_ROLE DEFAULT        | COPY is not supported in a procedure
          VACUUM t                                       | VACUUM is not supported in a procedure
          ALTER TABLE t APPEND FROM u                    | ALTER TABLE APPEND is not supported in a procedure
          """)
  void whatTheyCannotDoIsNamed(String statement, String message) {
    assertThatThrownBy(
            () ->
                execute(
                    connection,
                    "CREATE PROCEDURE p() AS $$ BEGIN %s; END $$ LANGUAGE plpgsql"
                        .formatted(statement)))
        .hasMessageContaining(message);
  }
}
