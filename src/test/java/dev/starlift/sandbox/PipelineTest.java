package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Portals, prepared statements and the transactions that texts and pipelines are. */
class PipelineTest {
  private Connection watcher;
  private RawClient client;

  @BeforeEach
  void connect() throws SQLException, IOException {
    watcher = SharedSandbox.connect("producer");
    execute(
        watcher,
        "DROP SCHEMA IF EXISTS pipe CASCADE",
        "CREATE SCHEMA pipe",
        "CREATE TABLE pipe.t (a int)");
    client = new RawClient().logIn();
  }

  @AfterEach
  void disconnect() throws SQLException, IOException {
    client.close();
    watcher.close();
  }

  private List<String> kept() throws SQLException {
    return rows(watcher, "SELECT a FROM pipe.t ORDER BY a");
  }

  @Test
  void severalPortalsAreOpenAtOnceAndEachKeepsItsPlace() throws IOException {
    client.query("BEGIN").until('Z');
    client
        .parse("s", "SELECT * FROM generate_series(1, 5)")
        .bind("one", "s")
        .bind("two", "s")
        .describe('P', "one")
        .execute("one", 2)
        .execute("two", 4)
        .execute("one", 2)
        .flush();
    assertThat(client.until('T')).isEqualTo("122T");
    assertThat(client.until('s')).isEqualTo("DDs");
    assertThat(client.until('s')).isEqualTo("DDDDs");
    assertThat(client.until('s')).isEqualTo("DDs");
    client.execute("two", 0).execute("one", 1).execute("one", 1).closing('P', "two").sync();
    assertThat(client.until('Z')).isEqualTo("DCDsC3Z");
    client.execute("two", 0).sync();
    assertThat(client.error().field('M')).isEqualTo("portal \"two\" does not exist");
  }

  @Test
  void cursorsAndStatementsMadeBySqlAreKnownToTheProtocol() throws IOException {
    client.query("BEGIN; DECLARE c CURSOR FOR SELECT * FROM generate_series(1, 3)").until('Z');
    client.describe('P', "c").execute("c", 2).sync();
    assertThat(client.until('Z')).isEqualTo("TDDsZ");
    client.query("PREPARE p AS SELECT NVL(NULL, 1); COMMIT").until('Z');
    client.describe('S', "p").bind("", "p").execute("", 0).sync();
    assertThat(client.until('Z')).isEqualTo("tT2DCZ");
  }

  @Test
  void whatTheProtocolPreparedSqlDeallocates() throws IOException {
    client.parse("here", "COMMENT ON TABLE pipe.t IS 'x'").parse("there", "SELECT 1").sync();
    assertThat(client.until('Z')).isEqualTo("11Z");
    client.query("DEALLOCATE here; DEALLOCATE \"THERE\"");
    assertThat(client.until('Z')).isEqualTo("CCZ");
    for (String name : List.of("here", "there")) {
      client.bind("", name).sync();
      assertThat(client.error().field('M'))
          .isEqualTo("prepared statement \"" + name + "\" does not exist");
    }
    client.parse("here", "COMMENT ON TABLE pipe.t IS 'x'").run("DEALLOCATE ALL").sync();
    assertThat(client.until('Z')).isEqualTo("112CZ");
    client.parse("here", "COMMENT ON TABLE pipe.t IS 'y'").sync();
    assertThat(client.until('Z')).isEqualTo("1Z");
  }

  @Test
  void noPortalOutlivesItsTransaction() throws IOException {
    client
        .parse("", "SELECT 1")
        .bind("", "")
        .bind("named", "")
        .parse("here", "CREATE TEMP TABLE once (a int PRIMARY KEY)")
        .bind("local", "here")
        .sync();
    assertThat(client.until('Z')).isEqualTo("12212Z");
    for (String portal : List.of("", "named", "local")) {
      client.execute(portal, 0).sync();
      assertThat(client.error().field('M')).isEqualTo("portal \"" + portal + "\" does not exist");
    }
  }

  @Test
  void aStatementOfTheGatewaysRunsOnceInAPortal() throws IOException {
    client.query("BEGIN").until('Z');
    client
        .parse("", "INSERT INTO pipe.t VALUES (1)")
        .parse("here", "COMMENT ON TABLE pipe.t IS 'x'")
        .bind("p", "here")
        .execute("p", 0)
        .execute("p", 0)
        .sync();
    assertThat(client.error().field('M')).isEqualTo("portal \"p\" cannot be run");
    client.parse("here", "COMMENT ON TABLE pipe.t IS 'y'").sync();
    assertThat(client.error().field('M')).isEqualTo("prepared statement \"here\" already exists");
  }

  @Test
  void copyAndUnloadArePreparedDescribedAndRepeated() throws IOException, SQLException {
    Path folder = SharedSandbox.get().address().directory().resolve("s3/test/pipe");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("in.csv"), "1\n2\n");
    String role = SharedSandbox.get().iamRole();
    client
        .parse("c", "COPY pipe.t FROM 's3://test/pipe/in' IAM_ROLE '%s' CSV".formatted(role))
        .parse(
            "u",
            "UNLOAD ('SELECT a FROM pipe.t') TO 's3://test/pipe/out_' IAM_ROLE '%s' ALLOWOVERWRITE"
                .formatted(role))
        .describe('S', "c")
        .describe('S', "u")
        .sync();
    assertThat(client.until('Z')).isEqualTo("11tntnZ");
    for (int i = 0; i < 2; i++) {
      client.bind("", "c").describe('P', "").execute("", 0);
      client.bind("", "u").execute("", 0).sync();
      assertThat(client.until('Z')).isEqualTo("2nNC2CZ");
    }
    assertThat(kept()).containsExactly("1", "1", "2", "2");
    client.closing('S', "c").bind("", "c").sync();
    assertThat(client.error().field('M')).isEqualTo("prepared statement \"c\" does not exist");
  }

  @Test
  void whatIsSentBetweenTwoSyncsIsOneTransaction() throws IOException, SQLException {
    client
        .run("INSERT INTO pipe.t VALUES (1)")
        .run("CREATE TABLE pipe.made (a int PRIMARY KEY) DISTKEY (a)")
        .run("INSERT INTO pipe.t VALUES (2)")
        .run("SELECT 1 / 0")
        .sync();
    assertThat(client.error().field('M')).isEqualTo("division by zero");
    assertThat(kept()).isEmpty();
    assertThat(rows(watcher, "SELECT 1 FROM svv_tables WHERE table_name = 'made'")).isEmpty();

    client
        .run("CREATE TABLE pipe.made (a int PRIMARY KEY) DISTKEY (a)")
        .run("INSERT INTO pipe.t VALUES (3)")
        .sync();
    assertThat(client.until('Z')).isEqualTo("12C12CZ");
    assertThat(kept()).containsExactly("3");

    client.run("INSERT INTO pipe.t VALUES (4)").run("CREATE TABLE pipe.made (a int)").sync();
    assertThat(client.error().field('M')).contains("already exists");
    assertThat(kept()).containsExactly("3");
  }

  @Test
  void beginInAPipelineTakesWhatWasBeforeIt() throws IOException, SQLException {
    client
        .run("CREATE TABLE pipe.made (a int PRIMARY KEY)")
        .run("BEGIN")
        .run("INSERT INTO pipe.t VALUES (1)")
        .sync();
    List<RawClient.Received> answers = client.receiveUntil('Z');
    assertThat(answers.get(answers.size() - 1).body()).containsExactly('T');
    client.run("ROLLBACK").sync();
    assertThat(client.until('Z')).isEqualTo("12CZ");
    assertThat(rows(watcher, "SELECT 1 FROM svv_tables WHERE table_name = 'made'")).isEmpty();
  }

  @Test
  void truncateCommitsInAPipelineToo() throws IOException, SQLException {
    client
        .run("INSERT INTO pipe.t VALUES (1)")
        .run("TRUNCATE pipe.t")
        .run("INSERT INTO pipe.t VALUES (2)")
        .sync();
    assertThat(client.until('Z')).isEqualTo("12C12C12CZ");
    assertThat(kept()).containsExactly("2");
  }

  @Test
  void aBatchOfAnyStatementsIsOneTransaction() throws SQLException {
    try (Connection connection = SharedSandbox.connect("producer");
        Statement batch = connection.createStatement()) {
      batch.addBatch("INSERT INTO pipe.t VALUES (1)");
      batch.addBatch("CREATE TABLE pipe.batched (a int) DISTSTYLE ALL");
      batch.addBatch("INSERT INTO pipe.t VALUES (2), (3)");
      assertThat(batch.executeBatch()).containsExactly(1, 0, 2);
      batch.clearBatch();
      batch.addBatch("INSERT INTO pipe.t VALUES (4)");
      batch.addBatch("CREATE TABLE pipe.batched (a int)");
      assertThatThrownBy(batch::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("already exists");
    }
    assertThat(kept()).contains("1", "2", "3");
  }

  @Test
  void aTextThatFailsLeavesNothing() throws IOException, SQLException {
    client.query(
        "INSERT INTO pipe.t VALUES (1); CREATE TABLE pipe.made (a int PRIMARY KEY); SELECT 1 / 0");
    assertThat(client.until('Z')).isEqualTo("CCEZ");
    assertThat(kept()).isEmpty();
    assertThat(rows(watcher, "SELECT 1 FROM svv_tables WHERE table_name = 'made'")).isEmpty();
  }

  @Test
  void aTextMayHoldItsOwnTransactions() throws IOException, SQLException {
    client.query(
        "INSERT INTO pipe.t VALUES (1); COMMIT; INSERT INTO pipe.t VALUES (2); SELECT 1 / 0");
    assertThat(client.until('Z')).isEqualTo("CCCEZ");
    assertThat(kept()).containsExactly("1");

    client.query("INSERT INTO pipe.t VALUES (3); BEGIN; INSERT INTO pipe.t VALUES (4)");
    assertThat(client.until('Z')).isEqualTo("CCCZ");
    assertThat(kept()).containsExactly("1");
    client.query("ROLLBACK; INSERT INTO pipe.t VALUES (5); TRUNCATE pipe.t; SELECT a FROM pipe.t");
    assertThat(client.until('Z')).isEqualTo("CCCTCZ");
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatCommitsByItselfStandsAlone() throws IOException {
    client.query("SELECT 1; VACUUM pipe.t");
    RawClient.Received error = client.error();
    assertThat(error.field('M'))
        .isEqualTo("VACUUM cannot run inside a multiple commands statement");
    assertThat(error.field('C')).isEqualTo("25001");
    client.query("CREATE DATABASE pipe_db; SELECT 1");
    assertThat(client.error().field('M'))
        .isEqualTo("CREATE DATABASE cannot run inside a multiple commands statement");
    client.query("VACUUM pipe.t");
    assertThat(client.until('Z')).isEqualTo("CZ");
  }
}
