package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.execute;
import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that send nonsense. Whatever they send, the others are served and nothing is left of
 * them. The seed is fixed: a failure comes again.
 */
class FuzzTest {
  private static final long SEED = 20_240_229;

  private static Connection watcher;
  private static Footprint before;

  @BeforeAll
  static void connect() throws SQLException {
    watcher = SharedSandbox.connect("producer");
    execute(
        watcher,
        "DROP TABLE IF EXISTS fuzzed",
        "CREATE TABLE fuzzed (a int, b varchar(20), doc super)",
        "INSERT INTO fuzzed VALUES (1, 'x', JSON_PARSE('{\"k\": [1, 2]}'))");
    before = Footprint.of(SharedSandbox.get(), watcher);
  }

  @AfterAll
  static void nothingIsLeftAndAllIsServed() throws Exception {
    before.awaitReturn(SharedSandbox.get(), watcher);
    try (RawClient client = new RawClient().logIn()) {
      client.query("SELECT 1");
      assertThat(client.until('Z')).isEqualTo("TDCZ");
    }
    execute(watcher, "BEGIN", "LOCK fuzzed", "COMMIT", "DROP TABLE fuzzed");
    watcher.close();
  }

  @Test
  void randomBytesBeforeTheLogin() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      if (garbage.length > 4 && random.nextBoolean()) {
        // A length that is right brings the rest to the reader of parameters.
        System.arraycopy(RawClient.int32(garbage.length), 0, garbage, 0, 4);
      }
      sendAndLeave(garbage);
    }
  }

  @Test
  void theStartIsCutAtEachByte() throws IOException {
    byte[] startUp = RawClient.startUp();
    for (int length = 0; length <= startUp.length; length++) {
      sendAndLeave(Arrays.copyOf(startUp, length));
    }
  }

  @Test
  void theStartHasOneByteWrong() throws IOException {
    Random random = new Random(SEED);
    byte[] startUp = RawClient.startUp();
    for (int i = 0; i < startUp.length; i++) {
      byte[] mutated = startUp.clone();
      mutated[i] = (byte) random.nextInt(256);
      sendAndLeave(mutated);
    }
  }

  @Test
  void randomBytesInPlaceOfTls() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      try (RawClient client = new RawClient()) {
        client.raw(RawClient.int32(8));
        client.raw(RawClient.int32(80877103));
        assertThat((char) client.receiveByte()).isEqualTo('S');
        client.raw(garbage);
        client.toTheEnd();
      } catch (java.net.SocketException cutOff) {
        // The server had heard enough before we had said all.
      }
    }
  }

  private static void sendAndLeave(byte[] bytes) throws IOException {
    try (RawClient client = new RawClient()) {
      client.raw(bytes);
      client.toTheEnd();
    } catch (java.net.SocketException cutOff) {
      // The server had heard enough before we had said all.
    }
  }

  @Test
  void randomBytesAfterTheLogin() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      byte[] garbage = new byte[1 + random.nextInt(400)];
      random.nextBytes(garbage);
      converse(garbage);
    }
  }

  @Test
  void lengthsBeyondReason() throws IOException {
    for (char type : "QPBDECSHdcfFpX".toCharArray()) {
      for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 3, 1 << 26, Integer.MAX_VALUE}) {
        converse(
            RawClient.join(
                RawClient.join(new byte[] {(byte) type}, RawClient.int32(length)),
                "SELECT 1\0".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
    }
  }

  @Test
  void conversationsWithMistakes() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 150; i++) {
      List<byte[]> messages = conversation(random);
      byte[] whole = new byte[0];
      for (byte[] message : messages) {
        whole = RawClient.join(whole, message);
      }
      converse(mutate(whole, random));
    }
  }

  /** Valid messages in an order that need not be. */
  private static List<byte[]> conversation(Random random) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 3 + random.nextInt(12); i > 0; i--) {
      String name = random.nextBoolean() ? "" : "n" + random.nextInt(2);
      String sql = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
      messages.add(
          switch (random.nextInt(10)) {
            case 0 -> RawClient.framed('Q', RawClient.bytes(sql));
            case 1, 2 ->
                RawClient.framed('P', RawClient.join(RawClient.bytes(name, sql), new byte[2]));
            case 3, 4 ->
                RawClient.framed('B', RawClient.join(RawClient.bytes(name, name), new byte[6]));
            case 5 ->
                RawClient.framed('D', RawClient.bytes((random.nextBoolean() ? "S" : "P") + name));
            case 6, 7 ->
                RawClient.framed(
                    'E', RawClient.join(RawClient.bytes(name), RawClient.int32(random.nextInt(3))));
            case 8 -> RawClient.framed('S', new byte[0]);
            default ->
                RawClient.framed("CHdcf".charAt(random.nextInt(5)), RawClient.bytes("S" + name));
          });
    }
    return messages;
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] mutated =
        random.nextInt(4) == 0 ? Arrays.copyOf(valid, random.nextInt(valid.length)) : valid.clone();
    for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return mutated;
  }

  private static void converse(byte[] bytes) throws IOException {
    try (RawClient client = new RawClient().logIn()) {
      try {
        client.raw(bytes);
        client.toTheEnd();
      } catch (java.net.SocketException cutOff) {
        // The server had heard enough before we had said all.
      }
    }
  }

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT NVL(a, 0), b FROM fuzzed WHERE b LIKE 'x%' ORDER BY 1 LIMIT 3",
          "SELECT doc.k[0] AS v, v + 1 AS w FROM fuzzed AS f QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1",
          "WITH c AS (SELECT TOP 2 a FROM fuzzed) SELECT LISTAGG(a, ',') FROM c",
          "INSERT INTO fuzzed (a, b) VALUES (2, 'it''s')",
          "UPDATE fuzzed SET b = 'y' FROM (SELECT 1 AS i) s WHERE s.i = fuzzed.a",
          "CREATE TEMP TABLE fuzz_temp (a int IDENTITY(1,1), b varchar(max) ENCODE zstd) DISTKEY (a)",
          "MERGE INTO fuzzed USING fuzz_temp t ON fuzzed.a = t.a WHEN MATCHED THEN DELETE"
              + " WHEN NOT MATCHED THEN INSERT VALUES (t.a, t.b, NULL)",
          "COPY fuzzed FROM 's3://test/none' IAM_ROLE 'x' CSV DELIMITER '|' MAXERROR 3",
          "UNLOAD ('SELECT a FROM fuzzed') TO 's3://test/fuzz' IAM_ROLE 'x' PARQUET",
          "ALTER TABLE fuzzed ALTER COLUMN b TYPE varchar(30)",
          "CREATE OR REPLACE PROCEDURE fz(a int) AS $$ BEGIN IF a > 0 THEN RAISE INFO '%', a; END IF;"
              + " END $$ LANGUAGE plpgsql",
          "GRANT SELECT ON TABLE fuzzed TO DATASHARE nowhere",
          "ALTER DATASHARE nowhere ADD TABLE public.fuzzed, fuzzed",
          "SHOW COLUMNS FROM TABLE dev.public.fuzzed LIKE 'a%' LIMIT 2",
          "BEGIN; INSERT INTO fuzzed VALUES (3); ROLLBACK",
          "SET query_group TO 'fuzz'",
          "DECLARE c CURSOR FOR SELECT 1",
          "SELECT DATEADD(month, 1, '2024-01-31'::date), CASE WHEN 1 = 1 THEN DECODE(1, 1, 'a') END");

  /** The dialect may refuse a text, but it must know why. */
  @Test
  void statementsWithMistakes() throws IOException {
    Random random = new Random(SEED);
    try (RawClient client = new RawClient().logIn()) {
      client.query("SET statement_timeout TO 2000");
      client.until('Z');
      for (int i = 0; i < 3000; i++) {
        String sql = mutate(STATEMENTS.get(random.nextInt(STATEMENTS.size())), random);
        client.query(sql);
        for (RawClient.Received answer : client.receiveUntil('Z')) {
          if (answer.type() == 'E') {
            assertThat(answer.field('M')).as(sql).doesNotContain("bug in the sandbox");
          }
        }
      }
      client.query("ROLLBACK");
      client.until('Z');
    }
  }

  /** Leaves out, doubles or moves words, or brings in those of another statement. */
  private static String mutate(String sql, Random random) {
    List<String> words =
        new ArrayList<>(List.of(sql.split("(?<=[ (),.'=\\[\\]])|(?=[ (),.'=\\[\\]])")));
    for (int i = 1 + random.nextInt(3); i > 0 && !words.isEmpty(); i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> {
          String[] other = STATEMENTS.get(random.nextInt(STATEMENTS.size())).split(" ", -1);
          words.add(at, " " + other[random.nextInt(other.length)] + " ");
        }
        default -> words = new ArrayList<>(words.subList(0, at));
      }
    }
    return String.join("", words).replace("pg_sleep", "");
  }

  @Test
  void clientsThatGoInTheMiddle() throws Exception {
    for (String last : List.of("LOCK fuzzed", "SELECT * FROM generate_series(1, 1000000)")) {
      for (int i = 0; i < 10; i++) {
        try (RawClient client = new RawClient().logIn()) {
          client.query("BEGIN; INSERT INTO fuzzed VALUES (9, 'gone')");
          client.until('Z');
          client.query(last);
        }
      }
    }
    before.awaitReturn(SharedSandbox.get(), watcher);
    assertThat(rows(watcher, "SELECT count(*) FROM fuzzed WHERE b = 'gone'")).containsExactly("0");
  }
}
