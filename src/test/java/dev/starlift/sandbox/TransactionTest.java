package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {
  private Connection one;
  private Connection two;

  @BeforeEach
  void connect() throws SQLException {
    one = SharedSandbox.connect("producer");
    two = SharedSandbox.connect("producer");
    execute(
        one,
        "DROP TABLE IF EXISTS tx",
        "CREATE TABLE tx (id int PRIMARY KEY, v int)",
        "INSERT INTO tx VALUES (1, 0), (2, 0)");
    one.setAutoCommit(false);
    two.setAutoCommit(false);
  }

  @AfterEach
  void disconnect() throws SQLException {
    one.close();
    two.close();
  }

  @Test
  void aTransactionSeesOneSnapshot() throws SQLException {
    assertThat(rows(one, "SELECT sum(v) FROM tx")).containsExactly("0");
    execute(two, "UPDATE tx SET v = 5");
    two.commit();
    assertThat(rows(one, "SELECT sum(v) FROM tx")).containsExactly("0");
    one.commit();
    assertThat(rows(one, "SELECT sum(v) FROM tx")).containsExactly("10");
  }

  @Test
  void aConflictingUpdateFailsWith1023() throws SQLException {
    rows(one, "SELECT * FROM tx");
    execute(two, "UPDATE tx SET v = 5 WHERE id = 1");
    two.commit();
    assertThatThrownBy(() -> execute(one, "UPDATE tx SET v = 6 WHERE id = 1"))
        .hasMessageContaining("ERROR: 1023")
        .hasMessageContaining("Detail: Serializable isolation violation on table")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("XX000");
  }

  @Test
  void twoSessionsMayInsertTheSameKey() throws SQLException {
    execute(one, "INSERT INTO tx SELECT 3, 1 WHERE NOT EXISTS (SELECT 1 FROM tx WHERE id = 3)");
    execute(two, "INSERT INTO tx SELECT 3, 2 WHERE NOT EXISTS (SELECT 1 FROM tx WHERE id = 3)");
    one.commit();
    two.commit();
    assertThat(rows(one, "SELECT count(*) FROM tx WHERE id = 3")).containsExactly("2");
  }

  @Test
  void snapshotIsolationAllowsWriteSkew() throws SQLException {
    rows(one, "SELECT sum(v) FROM tx");
    rows(two, "SELECT sum(v) FROM tx");
    execute(one, "UPDATE tx SET v = 1 WHERE id = 1");
    execute(two, "UPDATE tx SET v = 1 WHERE id = 2");
    one.commit();
    two.commit();
    assertThat(rows(one, "SELECT sum(v) FROM tx")).containsExactly("2");
  }

  @Test
  void aSerializableDatabaseDoesNot() throws SQLException {
    two.setAutoCommit(true);
    execute(two, "CREATE DATABASE tx_serial ISOLATION LEVEL SERIALIZABLE");
    try (Connection a = inDatabase("tx_serial");
        Connection b = inDatabase("tx_serial")) {
      assertThat(
              rows(
                  a,
                  "SELECT database_isolation_level FROM svv_redshift_databases"
                      + " WHERE database_name = 'tx_serial'"))
          .containsExactly("Serializable");
      execute(a, "CREATE TABLE t (id int, v int)", "INSERT INTO t VALUES (1, 0), (2, 0)");
      a.setAutoCommit(false);
      b.setAutoCommit(false);
      rows(a, "SELECT sum(v) FROM t");
      rows(b, "SELECT sum(v) FROM t");
      execute(a, "UPDATE t SET v = 1 WHERE id = 1");
      execute(b, "INSERT INTO t VALUES (3, 1)");
      a.commit();
      assertThatThrownBy(b::commit)
          .hasMessageContaining("ERROR: 1023")
          .hasMessageContaining("Serializable isolation violation on table");
    }
    execute(two, "ALTER DATABASE tx_serial ISOLATION LEVEL SNAPSHOT", "DROP DATABASE tx_serial");
  }

  private static Connection inDatabase(String database) throws SQLException {
    Sandbox sandbox = SharedSandbox.get();
    Properties properties = new Properties();
    properties.setProperty("user", sandbox.user());
    properties.setProperty("password", sandbox.password());
    return DriverManager.getConnection(
        sandbox.jdbcUrl("producer").replace("/dev", "/" + database), properties);
  }

  @Test
  void lockComesBeforeTheSnapshot() throws Exception {
    execute(one, "LOCK tx", "UPDATE tx SET v = 7 WHERE id = 1");
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                execute(two, "LOCK TABLE tx", "UPDATE tx SET v = v + 1 WHERE id = 1");
                String seen = rows(two, "SELECT v FROM tx WHERE id = 1").get(0);
                two.commit();
                return seen;
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    awaitLockWait();
    one.commit();
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("8");
  }

  private static void awaitLockWait() throws SQLException, InterruptedException {
    try (Connection watcher = SharedSandbox.connect("producer")) {
      while (rows(watcher, "SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty()) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void truncateCommits() throws SQLException {
    execute(one, "INSERT INTO tx VALUES (9, 9)", "CREATE TEMP TABLE tx_stage (a int)");
    execute(one, "TRUNCATE tx");
    one.rollback();
    assertThat(rows(two, "SELECT count(*) FROM tx")).containsExactly("0");
    assertThat(rows(one, "SELECT count(*) FROM tx_stage")).containsExactly("0");
  }

  @Test
  void ddlRollsBackWithItsKeys() throws SQLException {
    execute(one, "CREATE TABLE tx_ddl (a int PRIMARY KEY) DISTKEY (a)");
    one.rollback();
    assertThatThrownBy(() -> rows(one, "SELECT * FROM tx_ddl"))
        .hasMessageContaining("does not exist");
    one.rollback();
    execute(one, "CREATE TABLE tx_ddl (a int PRIMARY KEY) DISTKEY (a)", "DROP TABLE tx_ddl");
    one.commit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VACUUM tx",
        "ALTER TABLE tx APPEND FROM tx2",
        "ALTER DATABASE dev ISOLATION LEVEL SERIALIZABLE",
        "CREATE DATABASE tx_db",
        "DROP DATABASE tx_db",
        "CREATE DATABASE tx_db FROM DATASHARE s OF NAMESPACE 'x'",
        "ALTER TABLE tx ALTER COLUMN v TYPE varchar(10)"
      })
  void someStatementsRefuseABlock(String sql) throws SQLException {
    execute(one, "INSERT INTO tx VALUES (9, 9)");
    assertThatThrownBy(() -> execute(one, sql))
        .hasMessageContaining("cannot run inside a transaction block")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("25001");
    one.rollback();
    assertThat(rows(one, "SELECT count(*) FROM tx")).containsExactly("2");
  }

  @Test
  void anErrorOfTheGatewayFailsTheTransactionToo() throws SQLException {
    execute(one, "INSERT INTO tx VALUES (9, 9)");
    assertThatThrownBy(() -> execute(one, "SAVEPOINT s")).hasMessageContaining("SAVEPOINT");
    assertThatThrownBy(() -> execute(one, "SELECT 1"))
        .hasMessageContaining("current transaction is aborted");
    assertThatThrownBy(() -> execute(one, "CREATE TABLE tx2 (a int PRIMARY KEY)"))
        .hasMessageContaining("current transaction is aborted");
    one.rollback();
    assertThat(rows(one, "SELECT count(*) FROM tx")).containsExactly("2");
  }

  @Test
  void isolationLevelsAreReadAndThereIsOne() throws SQLException {
    one.rollback();
    one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    rows(one, "SELECT * FROM tx");
    execute(two, "INSERT INTO tx VALUES (9, 9)");
    two.commit();
    assertThat(rows(one, "SELECT count(*) FROM tx")).containsExactly("2");
  }

  @Test
  void statementsOfOneTextAreOneTransaction() throws SQLException {
    two.setAutoCommit(true);
    assertThatThrownBy(() -> execute(two, "INSERT INTO tx VALUES (8, 8); SELECT 1 / 0"))
        .hasMessageContaining("division by zero");
    one.rollback();
    assertThat(rows(one, "SELECT count(*) FROM tx")).containsExactly("2");
  }
}
