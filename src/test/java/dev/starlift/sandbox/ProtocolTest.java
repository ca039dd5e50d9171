package dev.starlift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
  @Test
  void gssEncryptionIsDeclined() throws IOException {
    try (RawClient client = new RawClient()) {
      client.raw(RawClient.int32(8));
      client.raw(RawClient.int32(80877104));
      assertThat((char) client.receiveByte()).isEqualTo('N');
    }
  }

  @Test
  void messagesMayInterleave() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client
          .parse("", "SELECT NVL(i, 0) FROM generate_series(1, 5) i")
          .parse("local", "CREATE TEMP TABLE interleaved (a int PRIMARY KEY)")
          .bind("", "")
          .execute("", 2)
          .execute("", 0)
          .bind("l", "local")
          .execute("l", 0)
          .bind("", "")
          .execute("", 0)
          .sync();
      assertThat(client.until('Z')).isEqualTo("112DDsDDDC2C2DDDDDCZ");
    }
  }

  @Test
  void afterAnErrorEverythingIsSkippedUpToSync() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client.parse("", "SAVEPOINT s").bind("", "").execute("", 0).parse("x", "SELECT 1").sync();
      assertThat(client.until('Z')).isEqualTo("EZ");
      client.parse("", "SELECT 1 / 0").bind("", "").execute("", 0).execute("", 0).sync();
      assertThat(client.until('Z')).startsWith("1").endsWith("EZ");
      client.bind("", "never parsed").sync();
      assertThat(client.until('Z')).isEqualTo("EZ");
      client.parse("", "").bind("", "").execute("", 0).sync();
      assertThat(client.until('Z')).isEqualTo("12IZ");
    }
  }

  @Test
  void textsOfSeveralStatementsAreAnsweredOneByOne() throws Exception {
    try (RawClient client = new RawClient().logIn()) {
      client.query("SELECT 1; ; SELECT 2 -- end;\n;");
      assertThat(client.until('Z')).isEqualTo("TDCTDCZ");
      client.query(" -- nothing");
      assertThat(client.until('Z')).isEqualTo("IZ");
      client.query("SELECT 'unclosed");
      assertThat(client.until('Z')).isEqualTo("EZ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, -1, Integer.MAX_VALUE, 20_000})
  void aStartOfNonsenseIsCutOff(int length) throws IOException {
    try (RawClient client = new RawClient()) {
      client.raw(RawClient.int32(length));
      client.raw(RawClient.int32(0x12345678));
      assertThat(client.receiveByte()).isIn((int) 'E', -1);
    }
    stillServes();
  }

  private static void stillServes() throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
  }

  @Test
  void aRunningStatementCanBeCancelled() throws Exception {
    try (Connection connection = SharedSandbox.connect("producer");
        Statement statement = connection.createStatement()) {
      Thread canceller =
          new Thread(
              () -> {
                try (Connection watcher = SharedSandbox.connect("producer")) {
                  while (SharedSandbox.rows(
                          watcher,
                          "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%(601)' AND state = 'active'")
                      .isEmpty()) {
                    Thread.onSpinWait();
                  }
                  statement.cancel();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      canceller.start();
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(601)"))
          .hasMessageContaining("cancel");
      canceller.join();
      assertThat(SharedSandbox.rows(connection, "SELECT 1")).containsExactly("1");
    }
  }
}
