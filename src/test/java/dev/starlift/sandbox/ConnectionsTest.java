package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code bench/connections} is the same for two minutes. */
class ConnectionsTest {
  private static final int CLIENTS = 200;

  @Test
  void twoHundredClientsLeaveNothingBehind() throws Exception {
    Sandbox sandbox = SharedSandbox.get();
    try (Connection watcher = SharedSandbox.connect("producer")) {
      Footprint before = Footprint.of(sandbox, watcher);

      MixedTraffic.Outcome outcome = MixedTraffic.run(sandbox, CLIENTS, Duration.ofSeconds(10));

      assertThat(outcome.surprises()).isEmpty();
      assertThat(outcome.during().sessions()).isGreaterThanOrEqualTo(CLIENTS);
      assertThat(outcome.during().threads()).isGreaterThanOrEqualTo(2 * CLIENTS);
      assertThat(outcome.statements()).isGreaterThan(CLIENTS);
      before.awaitReturn(sandbox, watcher);
      assertThat(rows(watcher, "SELECT 1 FROM svv_tables WHERE table_schema = 'traffic'"))
          .isEmpty();
    }
  }
}
