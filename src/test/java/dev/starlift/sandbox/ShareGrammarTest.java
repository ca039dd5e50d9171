package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every clause of the statements about data shares. */
class ShareGrammarTest {
  private static final String PRODUCER_ID = SharedSandbox.get().namespaceId("producer");

  private Connection producer;
  private Connection consumer;

  @BeforeEach
  void connect() throws SQLException {
    producer = SharedSandbox.connect("producer");
    consumer = SharedSandbox.connect("analytics");
    execute(
        producer,
        "CREATE SCHEMA gr",
        "CREATE SCHEMA gr2",
        "CREATE TABLE gr.a (id int)",
        "CREATE TABLE gr.b (id int)",
        "CREATE TABLE gr2.c (id int)",
        "CREATE VIEW gr.v AS SELECT id + 1 AS next FROM gr.a",
        "INSERT INTO gr.a VALUES (1)",
        "INSERT INTO gr.b VALUES (2)",
        "INSERT INTO gr2.c VALUES (3)",
        "CREATE FUNCTION gr.f (int, varchar) RETURNS int IMMUTABLE AS $$ SELECT $1 $$ LANGUAGE sql",
        "CREATE PROCEDURE gr.p () AS $$ BEGIN END $$ LANGUAGE plpgsql",
        "CREATE DATASHARE gs");
  }

  @AfterEach
  void disconnect() throws SQLException {
    for (String name :
        rows(
            consumer,
            "SELECT database_name FROM svv_redshift_databases WHERE database_type = 'shared'")) {
      execute(consumer, "DROP DATABASE " + name);
    }
    for (String share :
        rows(producer, "SELECT share_name FROM svv_datashares WHERE share_type = 'OUTBOUND'")) {
      execute(producer, "DROP DATASHARE " + share);
    }
    execute(producer, "DROP SCHEMA gr CASCADE", "DROP SCHEMA gr2 CASCADE");
    producer.close();
    consumer.close();
  }

  private void alter(String... clauses) throws SQLException {
    for (String clause : clauses) {
      execute(producer, "ALTER DATASHARE gs " + clause);
    }
  }

  private static String namespace(String name) {
    return "NAMESPACE '" + SharedSandbox.get().namespaceId(name) + "'";
  }

  private void grantTo(String name) throws SQLException {
    execute(producer, "GRANT USAGE ON DATASHARE gs TO " + namespace(name));
  }

  private static String create(String database, String share) {
    return "CREATE DATABASE %s FROM DATASHARE %s OF NAMESPACE '%s'"
        .formatted(database, share, PRODUCER_ID);
  }

  private List<String> objects() throws SQLException {
    return rows(
        producer,
        "SELECT object_name FROM svv_datashare_objects WHERE share_name = 'gs' ORDER BY 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE DATASHARE made                           | f",
        "CREATE DATASHARE made PUBLICACCESSIBLE TRUE     | t",
        "CREATE DATASHARE made SET PUBLICACCESSIBLE TRUE | t",
        "CREATE DATASHARE made SET PUBLICACCESSIBLE = TRUE | t",
        "CREATE DATASHARE made PUBLICACCESSIBLE = FALSE  | f",
        "CREATE DATASHARE \"MADE\" SET PUBLICACCESSIBLE TRUE, MANAGEDBY ADX | t",
      })
  void sharesAreCreated(String sql, String isPublic) throws SQLException {
    execute(producer, sql);
    assertThat(
            rows(
                producer,
                "SELECT is_publicaccessible FROM svv_datashares WHERE share_name = 'made'"))
        .containsExactly(isPublic);
    assertThatThrownBy(() -> execute(producer, sql))
        .hasMessageContaining("datashare \"made\" already exists");
  }

  @Test
  void objectsComeAndGo() throws SQLException {
    assertThatThrownBy(() -> alter("ADD TABLE gr.a")).hasMessageContaining("add it first");
    alter("ADD SCHEMA gr, gr2", "ADD TABLE gr.a, gr.b, dev.gr2.c", "ADD TABLE gr.v");
    assertThat(objects()).containsExactly("gr", "gr.a", "gr.b", "gr.v", "gr2", "gr2.c");
    assertThatThrownBy(() -> alter("ADD TABLE gr.a")).hasMessageContaining("already added");
    assertThatThrownBy(() -> alter("ADD SCHEMA gr")).hasMessageContaining("already added");
    alter("REMOVE TABLE gr.a, gr.v", "REMOVE SCHEMA gr2");
    assertThat(objects()).containsExactly("gr", "gr.b");
    assertThatThrownBy(() -> alter("REMOVE TABLE gr.a")).hasMessageContaining("not part of");
    alter("ADD ALL TABLES IN SCHEMA gr", "REMOVE ALL TABLES IN SCHEMA gr");
    assertThat(objects()).containsExactly("gr");
    execute(producer, "DROP DATASHARE gs");
    assertThat(objects()).isEmpty();
    assertThatThrownBy(() -> execute(producer, "DROP DATASHARE gs"))
        .hasMessageContaining("datashare \"gs\" does not exist");
  }

  @Test
  void functionsAreSharedAndProceduresAreNot() throws SQLException {
    alter("ADD SCHEMA gr", "ADD FUNCTION gr.f(int, varchar)");
    assertThat(rows(producer, "DESC DATASHARE gs"))
        .anyMatch(row -> row.contains("function|gr.f(integer, character varying)"));
    alter("REMOVE FUNCTION gr.f(int, varchar)", "ADD ALL FUNCTIONS IN SCHEMA gr");
    assertThat(objects()).hasSize(2);
    alter("REMOVE ALL FUNCTIONS IN SCHEMA gr");
    assertThat(objects()).containsExactly("gr");
    assertThatThrownBy(() -> alter("ADD FUNCTION gr.p()")).hasMessageContaining("procedure");
    alter("ADD FUNCTION gr.f(int, varchar)");
    execute(producer, "DROP FUNCTION gr.f(int, varchar)");
    assertThat(objects()).containsExactly("gr");
  }

  @Test
  void consumersReadTablesAndViewsOfAllSchemas() throws SQLException {
    alter("ADD SCHEMA gr, gr2", "ADD ALL TABLES IN SCHEMA gr, gr2");
    grantTo("analytics");
    execute(consumer, create("gd", "gs"));
    assertThat(
            rows(
                consumer,
                "SELECT a.id, v.next, c.id FROM gd.gr.a, gd.gr.v, gd.gr2.c WHERE v.next = a.id + 1"))
        .containsExactly("1|2|3");
  }

  @Test
  void whatIsSharedIsNotSharedAgain() throws SQLException {
    alter("ADD SCHEMA gr", "ADD TABLE gr.a");
    grantTo("analytics");
    execute(
        consumer,
        create("gd", "gs"),
        "CREATE SCHEMA again",
        "CREATE VIEW again.v AS SELECT id FROM gd.gr.a WITH NO SCHEMA BINDING",
        "CREATE DATASHARE passed_on",
        "ALTER DATASHARE passed_on ADD SCHEMA again");
    assertThat(rows(consumer, "SELECT id FROM again.v")).containsExactly("1");
    assertThatThrownBy(() -> execute(consumer, "ALTER DATASHARE passed_on ADD TABLE again.v"))
        .hasMessageContaining("reads objects of another datashare");
    execute(consumer, "DROP DATASHARE passed_on", "DROP SCHEMA again CASCADE");
  }

  @Test
  void newTablesOfASchemaComeByThemselves() throws SQLException {
    assertThatThrownBy(() -> alter("SET INCLUDENEW = TRUE FOR SCHEMA gr"))
        .hasMessageContaining("schema \"gr\" is not part of datashare \"gs\"");
    alter("ADD SCHEMA gr", "SET INCLUDENEW = TRUE FOR SCHEMA gr");
    execute(producer, "CREATE TABLE gr.later (a int)", "CREATE TABLE gr.later2 AS SELECT 1 AS x");
    alter("SET INCLUDENEW = FALSE FOR SCHEMA gr");
    execute(producer, "CREATE TABLE gr.too_late (a int)");
    assertThat(objects()).containsExactly("gr", "gr.later", "gr.later2");
  }

  @Test
  void publiclyAccessibleConsumersNeedAShareThatIs() throws SQLException {
    alter("ADD SCHEMA gr", "ADD TABLE gr.a");
    grantTo("open");
    grantTo("analytics");
    execute(consumer, create("gd", "gs"));
    try (Connection open = SharedSandbox.connect("open")) {
      execute(open, create("gd", "gs"));
      assertThatThrownBy(() -> rows(open, "SELECT * FROM gd.gr.a"))
          .hasMessageContaining("permission denied for datashare \"gs\"")
          .hasMessageContaining("publicly accessible")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
      assertThat(rows(consumer, "SELECT id FROM gd.gr.a")).containsExactly("1");
      alter("SET PUBLICACCESSIBLE TRUE");
      assertThat(rows(open, "SELECT id FROM gd.gr.a")).containsExactly("1");
      alter("SET PUBLICACCESSIBLE = FALSE");
      assertThatThrownBy(() -> rows(open, "SELECT * FROM gd.gr.a"))
          .isInstanceOf(SQLException.class);
      execute(open, "DROP DATABASE gd");
    }
  }

  @Test
  void anAccountIsAllItsNamespaces() throws SQLException {
    alter("ADD SCHEMA gr", "ADD TABLE gr.a");
    execute(
        producer,
        "GRANT USAGE ON DATASHARE gs TO ACCOUNT '000000000000'",
        "GRANT USAGE ON DATASHARE gs TO ACCOUNT '123456789012'");
    assertThat(
            rows(
                producer,
                "SELECT consumer_account, consumer_namespace FROM svv_datashare_consumers ORDER BY 1"))
        .containsExactly("000000000000|null", "123456789012|null");
    execute(
        consumer,
        "CREATE DATABASE gd FROM DATASHARE gs OF ACCOUNT '000000000000' NAMESPACE '"
            + PRODUCER_ID
            + "'");
    assertThat(rows(consumer, "SELECT id FROM gd.gr.a")).containsExactly("1");
    assertThat(rows(consumer, "SELECT share_name FROM svv_datashares")).containsExactly("gs");
    execute(producer, "REVOKE USAGE ON DATASHARE gs FROM ACCOUNT '000000000000'");
    assertThatThrownBy(() -> rows(consumer, "SELECT id FROM gd.gr.a"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(
            () ->
                execute(
                    producer,
                    "GRANT USAGE ON DATASHARE gs TO ACCOUNT '123456789012' VIA DATA CATALOG"))
        .hasMessageContaining("data catalog");
  }

  @Test
  void aConsumerWithoutTheGrantSeesNothing() throws SQLException {
    alter("ADD SCHEMA gr", "ADD TABLE gr.a");
    grantTo("analytics");
    try (Connection other = SharedSandbox.connect("reporting")) {
      assertThat(rows(other, "SHOW DATASHARES")).isEmpty();
      assertThat(rows(other, "DESC DATASHARE gs OF NAMESPACE '" + PRODUCER_ID + "'")).isEmpty();
      assertThat(rows(other, "SELECT * FROM svv_datashare_objects")).isEmpty();
      assertThatThrownBy(() -> execute(other, create("gd", "gs")))
          .hasMessageContaining("does not exist or is not granted");
      assertThatThrownBy(() -> execute(other, create("gd", "no_such_share")))
          .hasMessageContaining("does not exist or is not granted");
    }
    assertThat(rows(consumer, "SHOW DATASHARES LIKE 'g%'")).hasSize(1);
    execute(producer, "REVOKE USAGE ON DATASHARE gs FROM " + namespace("analytics"));
    assertThat(rows(consumer, "SHOW DATASHARES")).isEmpty();
  }

  @Test
  void rightsOnObjectsNeedADatabaseWithPermissions() throws SQLException {
    alter("ADD SCHEMA gr", "ADD TABLE gr.a");
    grantTo("analytics");
    execute(
        consumer,
        create("gd", "gs"),
        "GRANT USAGE ON DATABASE gd TO PUBLIC",
        "GRANT USAGE ON SCHEMA gd.gr TO GROUP readers, ROLE analysts",
        "REVOKE USAGE ON DATABASE gd FROM PUBLIC");
    assertThatThrownBy(() -> execute(consumer, "GRANT SELECT ON TABLE gd.gr.a TO PUBLIC"))
        .hasMessageContaining("created without permissions");
    execute(consumer, "DROP DATABASE gd");
    execute(
        consumer,
        "CREATE DATABASE gd WITH PERMISSIONS FROM DATASHARE gs OF NAMESPACE '" + PRODUCER_ID + "'",
        "GRANT SELECT ON gd.gr.a TO ROLE analysts",
        "GRANT SELECT ON ALL TABLES IN SCHEMA gd.gr TO PUBLIC",
        "REVOKE SELECT ON TABLE gd.gr.a FROM ROLE analysts");
    assertThatThrownBy(() -> execute(consumer, "GRANT INSERT ON gd.gr.a TO PUBLIC"))
        .hasMessageContaining("read-only");
    assertThat(rows(consumer, "SELECT id FROM gd.gr.a")).containsExactly("1");
  }

  @Test
  void usersOfTheProducerMayManageAShare() throws SQLException {
    execute(
        producer,
        "CREATE USER gr_user PASSWORD 'Abcd1234'",
        "CREATE GROUP gr_group",
        "GRANT ALTER, SHARE ON DATASHARE gs TO gr_user WITH GRANT OPTION",
        "GRANT ALTER ON DATASHARE gs TO GROUP gr_group",
        "REVOKE SHARE ON DATASHARE gs FROM gr_user");
    assertThat(
            rows(
                producer,
                "SELECT privilege_type, identity_type, identity_name, admin_option"
                    + " FROM svv_datashare_privileges WHERE share_name = 'gs' ORDER BY 2"))
        .containsExactly("ALTER|group|gr_group|f", "ALTER|user|gr_user|t");
    execute(producer, "DROP USER gr_user", "DROP GROUP gr_group");
  }

  @Test
  void objectsAreGrantedToAShare() throws SQLException {
    execute(
        producer,
        "GRANT USAGE ON SCHEMA gr TO DATASHARE gs",
        "GRANT SELECT ON TABLE gr.a, gr.b TO DATASHARE gs",
        "REVOKE SELECT ON gr.b FROM DATASHARE gs");
    assertThat(objects()).containsExactly("gr", "gr.a");
    execute(producer, "GRANT SELECT FOR TABLES IN SCHEMA gr2 TO DATASHARE gs");
    execute(producer, "CREATE TABLE gr2.future (a int)");
    assertThat(objects()).contains("gr2", "gr2.c", "gr2.future");
    execute(producer, "REVOKE SELECT FOR TABLES IN SCHEMA gr2 FROM DATASHARE gs");
    assertThat(objects()).containsExactly("gr", "gr.a", "gr2");
    assertThatThrownBy(() -> execute(producer, "GRANT INSERT ON TABLE gr.a TO DATASHARE gs"))
        .hasMessageContaining("for reading");
  }

  @Test
  void eachDatabaseHasSharesOfItsOwn() throws SQLException {
    execute(producer, "CREATE DATABASE gr_second");
    List<Connection> open = new ArrayList<>();
    try {
      Connection second = inDatabase("producer", "gr_second");
      open.add(second);
      assertThatThrownBy(() -> execute(second, "CREATE DATASHARE gs"))
          .hasMessageContaining("datashare \"gs\" already exists");
      execute(
          second,
          "CREATE SCHEMA only_there",
          "CREATE TABLE only_there.t (a int)",
          "INSERT INTO only_there.t VALUES (42)",
          "CREATE DATASHARE gs_second",
          "ALTER DATASHARE gs_second ADD SCHEMA only_there",
          "ALTER DATASHARE gs_second ADD ALL TABLES IN SCHEMA only_there",
          "GRANT USAGE ON DATASHARE gs_second TO " + namespace("analytics"));
      alter("ADD SCHEMA gr", "ADD TABLE gr.a");
      grantTo("analytics");
      execute(consumer, "CREATE DATABASE other_of_ours");
      Connection elsewhere = inDatabase("analytics", "other_of_ours");
      open.add(elsewhere);
      execute(consumer, create("gd", "gs"), create("gd_second", "gs_second"));
      for (Connection any : List.of(consumer, elsewhere)) {
        assertThat(rows(any, "SELECT share_name FROM svv_datashares ORDER BY 1"))
            .containsExactly("gs", "gs_second");
        assertThat(rows(any, "SELECT t.a, a.id FROM gd_second.only_there.t, gd.gr.a"))
            .containsExactly("42|1");
        assertThat(
                rows(
                    any,
                    "SELECT database_name, database_type FROM svv_redshift_databases ORDER BY 1"))
            .containsExactly("dev|local", "gd|shared", "gd_second|shared", "other_of_ours|local");
      }
      execute(consumer, "DROP DATABASE gd_second");
      execute(second, "DROP DATASHARE gs_second");
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
      consumer.close();
      consumer = SharedSandbox.connect("analytics");
      dropPatiently(consumer, "other_of_ours");
      dropPatiently(producer, "gr_second");
    }
  }

  /** A session that was closed is in PostgreSQL for a moment longer. */
  private static void dropPatiently(Connection connection, String database) throws SQLException {
    for (int i = 0; ; i++) {
      try {
        execute(connection, "DROP DATABASE IF EXISTS " + database);
        return;
      } catch (SQLException e) {
        if (i == 100 || !"55006".equals(e.getSQLState())) {
          throw e;
        }
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private static Connection inDatabase(String namespace, String database) throws SQLException {
    Sandbox sandbox = SharedSandbox.get();
    return DriverManager.getConnection(
        sandbox.jdbcUrl(namespace).replace("/dev", "/" + database),
        sandbox.user(),
        sandbox.password());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE DATASHARE",
        "CREATE DATASHARE x SET",
        "CREATE DATASHARE x PUBLICACCESSIBLE MAYBE",
        "ALTER DATASHARE gs ADD gr.a",
        "ALTER DATASHARE gs ADD TABLE",
        "ALTER DATASHARE gs SET INCLUDENEW TRUE",
        "GRANT USAGE ON DATASHARE gs TO NAMESPACE abc",
        "GRANT USAGE ON DATASHARE gs TO somebody",
        "REVOKE USAGE ON DATASHARE gs TO NAMESPACE 'x'",
        "CREATE DATABASE d FROM DATASHARE gs",
        "DESC DATASHARE",
      })
  void mistakesAreSyntaxErrors(String sql) {
    assertThatThrownBy(() -> execute(producer, sql))
        .hasMessageContaining("syntax error")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42601");
  }
}
