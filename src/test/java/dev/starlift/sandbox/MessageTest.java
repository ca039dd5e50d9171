package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.redshift.util.RedshiftException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says beside rows: of itself, of errors, of what happens in a procedure. */
class MessageTest {
  @Test
  void driversReadRedshiftsVersionAndSettings() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      assertThat(client.parameters())
          .containsEntry("server_version", "8.0.2")
          .containsEntry("standard_conforming_strings", "off")
          .containsEntry("integer_datetimes", "on")
          .containsEntry("server_protocol_version", "0")
          .containsEntry("datashare_enabled", "on")
          .containsKeys("client_encoding", "DateStyle", "TimeZone", "is_superuser")
          .doesNotContainKeys("default_transaction_read_only", "in_hot_standby", "search_path");
    }
  }

  @Test
  void changedSettingsAreTold() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.query("SET application_name TO 'told'");
      RawClient.Received status =
          client.receiveUntil('Z').stream()
              .filter(message -> message.type() == 'S')
              .findFirst()
              .orElseThrow();
      assertThat(status.texts()).startsWith("application_name", "told");
    }
  }

  /** The fault is marked by >. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT NVL(1, 2), >missing FROM svv_tables",
        "SELECT 'ü€😀', GETDATE(), >missing FROM svv_tables",
        "SELECT TOP 5 LEN('x') AS l, l + 1, DATEADD(day, 1, >missing) FROM svv_tables",
        "/* c */ INSERT INTO >nowhere VALUES (GETDATE(), NVL(NULL, 1))",
        "CREATE TABLE IF NOT EXISTS pos (a int ENCODE az64, b >nonsense) DISTKEY (a)",
        "SELECT 1 FROM >FROM svv_tables",
        "SELECT 1; SELECT NVL(1, 2), >missing FROM svv_tables",
        "SELECT >'never closed",
      })
  void errorsPointIntoTheClientsOwnText(String marked) throws IOException {
    int at = marked.lastIndexOf(" >") + 1;
    String sql = marked.substring(0, at) + marked.substring(at + 1);
    try (RawClient client = new RawClient().logIn()) {
      client.query(sql);
      RawClient.Received error = client.error();
      assertThat(error.field('P')).as(error.field('M')).isNotEmpty();
      assertThat(Integer.parseInt(error.field('P')))
          .as(error.field('M'))
          .isEqualTo(sql.codePointCount(0, at) + 1);
    }
  }

  @Test
  void theDriverGivesTheStateAndThePosition() throws SQLException {
    try (Connection connection = SharedSandbox.connect("producer")) {
      Throwable thrown =
          Assertions.catchThrowable(() -> execute(connection, "SELECT NVL(1, 2), nothing_there"));
      RedshiftException error = (RedshiftException) thrown;
      assertThat(error.getSQLState()).isEqualTo("42703");
      assertThat(error.getServerErrorMessage().getPosition()).isEqualTo(19);
    }
  }

  @Test
  void proceduresRaiseNotices() throws SQLException {
    try (Connection connection = SharedSandbox.connect("producer");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE OR REPLACE PROCEDURE raises() AS $$
          BEGIN
            RAISE INFO 'step %', 1;
            RAISE NOTICE 'step %', 2;
          END $$ LANGUAGE plpgsql""");
      statement.clearWarnings();
      statement.execute("CALL raises()");
      List<String> warnings = new ArrayList<>();
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        warnings.add(w.getMessage());
      }
      assertThat(warnings).anyMatch(w -> w.contains("step 1")).anyMatch(w -> w.contains("step 2"));
      statement.execute("DROP PROCEDURE raises()");
    }
  }

  @Test
  void aStatementOfMoreThan16MegabytesIsRefused() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.query("SELECT '" + "x".repeat(17 << 20) + "'");
      assertThat(client.error().field('M'))
          .startsWith("Statement is too large. Statement Size: ")
          .endsWith("Maximum Allowed: 16777216 bytes");
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
  }

  @Test
  void aStatementThatIsNestedTooDeepIsRefused() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.query("SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000));
      assertThat(client.error().field('C')).isIn("54001", "42601");
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
  }

  @Test
  void functionsAreNotCalledByNumber() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.message('F', new byte[8]);
      assertThat(client.error().field('C')).isEqualTo("0A000");
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
  }
}
