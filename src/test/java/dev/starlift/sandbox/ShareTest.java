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
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
  private Connection producer;
  private Connection consumer;
  private String producerId;
  private String consumerId;

  @BeforeEach
  void share() throws SQLException {
    producer = SharedSandbox.connect("producer");
    consumer = SharedSandbox.connect("analytics");
    producerId = SharedSandbox.get().namespaceId("producer");
    consumerId = SharedSandbox.get().namespaceId("analytics");
    execute(
        producer,
        "CREATE SCHEMA dw",
        "CREATE TABLE dw.fact (id int PRIMARY KEY, v varchar(10), amount decimal(12,2))",
        "CREATE TABLE dw.hidden (id int)",
        "INSERT INTO dw.fact VALUES (1, 'a', 1.50), (2, 'b', 2.50)",
        "CREATE DATASHARE test_share SET PUBLICACCESSIBLE FALSE",
        "ALTER DATASHARE test_share ADD SCHEMA dw",
        "ALTER DATASHARE test_share ADD TABLE dw.fact",
        "GRANT USAGE ON DATASHARE test_share TO NAMESPACE '" + consumerId + "'");
    execute(consumer, createDatabase());
  }

  private String createDatabase() {
    return "CREATE DATABASE shared_dw FROM DATASHARE test_share OF NAMESPACE '" + producerId + "'";
  }

  @AfterEach
  void unshare() throws SQLException {
    consumer.close();
    producer.close();
    try (Connection first = SharedSandbox.connect("analytics");
        Connection second = SharedSandbox.connect("producer")) {
      execute(first, "DROP DATABASE shared_dw");
      execute(second, "DROP DATASHARE test_share", "DROP SCHEMA dw CASCADE");
    }
  }

  @Test
  void aConsumerReadsWhatIsShared() throws SQLException {
    assertThat(
            rows(
                consumer,
                """
                SELECT shared_dw.dw.fact.v, sum(f.amount)
                FROM "SHARED_DW"."DW"."FACT" f JOIN shared_dw.dw.fact ON f.id = shared_dw.dw.fact.id
                WHERE EXISTS (SELECT 1 FROM shared_dw.dw.fact x WHERE x.id = f.id)
                GROUP BY 1 ORDER BY 1"""))
        .containsExactly("a|1.50", "b|2.50");
  }

  @Test
  void theTablesAreLive() throws SQLException {
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("2");
    producer.setAutoCommit(false);
    execute(producer, "INSERT INTO dw.fact VALUES (3, 'c', 3.50)");
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("2");
    producer.commit();
    producer.setAutoCommit(true);
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("3");
  }

  @Test
  void aConsumersTransactionSeesOneSnapshot() throws SQLException {
    consumer.setAutoCommit(false);
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("2");
    execute(producer, "INSERT INTO dw.fact VALUES (3, 'c', 3.50)");
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("2");
    consumer.commit();
    consumer.setAutoCommit(true);
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("3");
  }

  @Test
  void aChangedTableIsSeenAsItIsNow() throws SQLException {
    assertThat(rows(consumer, "SELECT * FROM shared_dw.dw.fact WHERE id = 1"))
        .containsExactly("1|a|1.50");
    execute(producer, "ALTER TABLE dw.fact ADD COLUMN extra int DEFAULT 7");
    assertThat(rows(consumer, "SELECT * FROM shared_dw.dw.fact WHERE id = 1"))
        .containsExactly("1|a|1.50|7");
  }

  @Test
  void aTableMadeAgainIsNotSharedAnyMore() throws SQLException {
    execute(producer, "DROP TABLE dw.fact", "CREATE TABLE dw.fact (id int)");
    assertThatThrownBy(() -> rows(consumer, "SELECT * FROM shared_dw.dw.fact"))
        .hasMessageContaining("\"dw.fact\" does not exist in datashare");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO shared_dw.dw.fact VALUES (9, 'z', 1)",
        "UPDATE shared_dw.dw.fact SET v = 'z'",
        "DELETE FROM shared_dw.dw.fact",
        "MERGE INTO shared_dw.dw.fact USING shared_dw.dw.fact ON true WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1)",
        "TRUNCATE shared_dw.dw.fact",
        "DROP TABLE shared_dw.dw.fact",
        "ALTER TABLE shared_dw.dw.fact ADD COLUMN x int",
        "CREATE TABLE shared_dw.dw.mine (a int)",
      })
  void aConsumerCannotWrite(String sql) throws SQLException {
    assertThatThrownBy(() -> execute(consumer, sql))
        .hasMessageContaining("read-only")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("25006");
    assertThat(rows(producer, "SELECT count(*), max(v) FROM dw.fact")).containsExactly("2|b");
  }

  @Test
  void theForeignTablesBehindCannotBeNamed() throws SQLException {
    rows(consumer, "SELECT * FROM shared_dw.dw.fact");
    assertThatThrownBy(() -> execute(consumer, "DELETE FROM \"share:shared_dw.dw\".fact"))
        .hasMessageContaining("does not exist");
  }

  @Test
  void whatIsNotSharedIsNotSeen() {
    assertThatThrownBy(() -> rows(consumer, "SELECT * FROM shared_dw.dw.hidden"))
        .hasMessageContaining("\"dw.hidden\" does not exist in datashare");
  }

  @Test
  void aConsumerWithoutTheGrantIsRefused() throws SQLException {
    try (Connection other = SharedSandbox.connect("reporting")) {
      assertThatThrownBy(() -> execute(other, createDatabase()))
          .hasMessageContaining("does not exist or is not granted");
      assertThatThrownBy(() -> rows(other, "SELECT * FROM shared_dw.dw.fact"))
          .isInstanceOf(SQLException.class);
    }
    rows(consumer, "SELECT * FROM shared_dw.dw.fact");
    execute(producer, "REVOKE USAGE ON DATASHARE test_share FROM NAMESPACE '" + consumerId + "'");
    assertThatThrownBy(() -> rows(consumer, "SELECT * FROM shared_dw.dw.fact"))
        .hasMessageContaining("permission denied for datashare \"test_share\"");
  }

  @Test
  void newTablesComeAlongIfTheSchemaSaysSo() throws SQLException {
    execute(
        producer,
        "ALTER DATASHARE test_share SET INCLUDENEW = TRUE FOR SCHEMA dw",
        "CREATE TABLE dw.later (a int)",
        "ALTER DATASHARE test_share SET INCLUDENEW = FALSE FOR SCHEMA dw",
        "CREATE TABLE dw.too_late (a int)");
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.later")).containsExactly("0");
    assertThatThrownBy(() -> rows(consumer, "SELECT * FROM shared_dw.dw.too_late"))
        .isInstanceOf(SQLException.class);
    execute(producer, "ALTER DATASHARE test_share ADD ALL TABLES IN SCHEMA dw");
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.too_late")).containsExactly("0");
    execute(producer, "ALTER DATASHARE test_share REMOVE TABLE dw.later");
    assertThatThrownBy(() -> rows(consumer, "SELECT * FROM shared_dw.dw.later"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void interleavedTablesCannotBeShared() throws SQLException {
    execute(producer, "CREATE TABLE dw.inter (a int, b int) INTERLEAVED SORTKEY (a, b)");
    assertThatThrownBy(() -> execute(producer, "ALTER DATASHARE test_share ADD TABLE dw.inter"))
        .hasMessageContaining("interleaved");
  }

  @Test
  void shareStatementsRollBack() throws SQLException {
    producer.setAutoCommit(false);
    execute(producer, "ALTER DATASHARE test_share REMOVE TABLE dw.fact");
    producer.rollback();
    producer.setAutoCommit(true);
    assertThat(rows(consumer, "SELECT count(*) FROM shared_dw.dw.fact")).containsExactly("2");
  }

  @Test
  void viewsTellOfShares() throws SQLException {
    assertThat(
            rows(
                producer,
                "SELECT share_name, share_type, source_database, is_publicaccessible FROM svv_datashares"))
        .containsExactly("test_share|OUTBOUND|dev|f");
    assertThat(
            rows(
                producer,
                "SELECT object_type, object_name, include_new FROM svv_datashare_objects"
                    + " WHERE share_name = 'test_share' ORDER BY 1"))
        .containsExactly("schema|dw|f", "table|dw.fact|null");
    assertThat(rows(producer, "SELECT share_name, consumer_namespace FROM svv_datashare_consumers"))
        .containsExactly("test_share|" + consumerId);
    assertThat(
            rows(
                consumer,
                "SELECT share_name, share_type, consumer_database, producer_namespace FROM svv_datashares"))
        .containsExactly("test_share|INBOUND|shared_dw|" + producerId);
    assertThat(
            rows(
                consumer,
                "SELECT share_type, object_name FROM svv_datashare_objects WHERE object_type = 'table'"))
        .containsExactly("INBOUND|dw.fact");
    assertThat(rows(consumer, "SHOW DATASHARES LIKE 'test%'")).hasSize(1);
    assertThat(rows(producer, "DESC DATASHARE test_share")).hasSize(2);
    assertThat(rows(consumer, "DESC DATASHARE test_share OF NAMESPACE '" + producerId + "'"))
        .hasSize(2);
    assertThat(
            rows(
                consumer,
                "SELECT database_name, database_type FROM svv_redshift_databases ORDER BY 1"))
        .containsExactly("dev|local", "shared_dw|shared");
  }

  @Test
  void oneDatabasePerShareAndConsumer() {
    assertThatThrownBy(() -> execute(consumer, createDatabase().replace("shared_dw", "second_dw")))
        .hasMessageContaining("already created from datashare");
    assertThatThrownBy(() -> execute(consumer, createDatabase()))
        .hasMessageContaining("database \"shared_dw\" already exists");
  }
}
