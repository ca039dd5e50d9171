package dev.starlift.warehouse;

import static dev.starlift.warehouse.TestWarehouse.query;
import static dev.starlift.warehouse.TestWarehouse.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.LoadMode;
import dev.starlift.sql.LedgerTables;
import dev.starlift.warehouse.CommitOutcome.AlreadyLoaded;
import dev.starlift.warehouse.CommitOutcome.Committed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two at once, on tables whose keys nothing enforces. */
class ConcurrencyTest {
  private final TestWarehouse dw = TestWarehouse.with(LoadModesTest.DDL);

  @Test
  void theSameLoadTwiceAtOnceIsThereOnce() throws Exception {
    Publication release =
        release(1, dw.publish("fact_sale", LoadMode.APPEND, "1|null|10|1", "2|null|10|1"));

    List<CommitOutcome> outcomes =
        atOnce(() -> dw.open().publish(release), () -> dw.open().publish(release));

    assertThat(outcomes).hasAtLeastOneElementOfType(Committed.class);
    assertThat(outcomes).hasAtLeastOneElementOfType(AlreadyLoaded.class);
    assertThat(dw.rows("fact_sale")).containsExactly("1|null|10|1.00", "2|null|10|1.00");
    assertThat(query("SELECT * FROM " + LedgerTables.ledger(dw.name("fact_sale")).sql()))
        .hasSize(1);
  }

  @Test
  void differentLoadsWithTheSameNewKeysLeaveNoKeyTwice() throws Exception {
    int loads = 6;
    List<Callable<CommitOutcome>> work = new ArrayList<>();
    for (int load = 1; load <= loads; load++) {
      Publication release =
          release(
              load,
              dw.publish(
                  "dim_shop",
                  LoadMode.UPSERT,
                  "1|a|city " + load,
                  "2|b|city " + load,
                  (10 + load) + "|own " + load + "|x"));
      work.add(() -> dw.open().publish(release));
    }

    List<CommitOutcome> outcomes = atOnce(work);

    assertThat(outcomes).hasSize(loads).hasOnlyElementsOfType(Committed.class);
    assertThat(dw.rows("dim_shop")).hasSize(2 + loads);
    assertThat(query("SELECT shop_id FROM " + dw.name("dim_shop").sql())).doesNotHaveDuplicates();
    // One of the loads came last, and all of it.
    assertThat(
            query(
                "SELECT DISTINCT city FROM %s WHERE shop_id IN ('a', 'b')"
                    .formatted(dw.name("dim_shop").sql())))
        .hasSize(1);
  }

  @Test
  void loadsOfSeveralTablesInAnyOrderDoNotWaitForEachOther() throws Exception {
    Publication one =
        release(
            1,
            dw.publish("dim_shop", LoadMode.UPSERT, "1|a|x"),
            dw.publish("fact_sale", LoadMode.APPEND, "1|1|10|1"));
    Publication other =
        release(
            2,
            dw.publish("fact_sale", LoadMode.APPEND, "2|null|10|1"),
            dw.publish("dim_shop", LoadMode.UPSERT, "2|b|x"));

    assertThat(atOnce(() -> dw.open().publish(one), () -> dw.open().publish(other)))
        .hasOnlyElementsOfType(Committed.class);
    assertThat(dw.rows("fact_sale")).hasSize(2);
    assertThat(dw.rows("dim_shop")).hasSize(2);
  }

  @Test
  void twoMayPrepareAtOnce() throws Exception {
    TestWarehouse fresh = TestWarehouse.bare(LoadModesTest.DDL);

    atOnce(
        () -> {
          fresh.open().prepare(fresh.tables());
          return null;
        },
        () -> {
          fresh.open().prepare(fresh.tables());
          return null;
        });

    assertThat(fresh.open().missing(fresh.tables())).isEmpty();
    assertThat(fresh.rows("dim_shop")).isEmpty();
  }

  private static List<CommitOutcome> atOnce(
      Callable<CommitOutcome> one, Callable<CommitOutcome> other) throws Exception {
    return atOnce(List.of(one, other));
  }

  private static List<CommitOutcome> atOnce(List<Callable<CommitOutcome>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    CyclicBarrier start = new CyclicBarrier(work.size());
    try {
      List<Future<CommitOutcome>> running = new ArrayList<>();
      for (Callable<CommitOutcome> one : work) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return one.call();
                }));
      }
      List<CommitOutcome> outcomes = new ArrayList<>();
      for (Future<CommitOutcome> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
