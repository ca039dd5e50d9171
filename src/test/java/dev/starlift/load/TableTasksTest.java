package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.Environment;
import dev.starlift.job.EnvironmentFile;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.JobFile;
import dev.starlift.job.LoadOrder;
import dev.starlift.job.LocalFiles;
import dev.starlift.load.Plan.TablePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On the tables of the airline job, with work that does nothing but take note. */
class TableTasksTest {
  private final Plan plan = airline();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final TableTasks tasks = new TableTasks(plan, cancelled::incrementAndGet);

  @Test
  void aTableBeginsWhenThoseThatItReadsAreDone() {
    Set<String> done = ConcurrentHashMap.newKeySet();
    Map<String, Set<String>> doneBefore = new ConcurrentHashMap<>();

    tasks.run(
        table -> {
          String name = table.name().table().value();
          doneBefore.put(name, Set.copyOf(done));
          done.add(name);
        });

    assertThat(done).hasSize(8);
    assertThat(doneBefore.get("dim_flight")).contains("dim_airport");
    assertThat(doneBefore.get("fact_bookings")).contains("dim_customer", "dim_flight");
    assertThat(doneBefore.get("fact_flight_operations")).contains("dim_flight", "dim_aircraft");
    assertThat(doneBefore.get("dim_date")).contains("fact_bookings", "fact_flight_operations");
    assertThat(doneBefore.get("fact_daily_revenue"))
        .contains("fact_bookings", "fact_flight_operations", "dim_aircraft");
    assertThat(cancelled).hasValue(0);
  }

  @Test
  void tablesThatDoNotReadEachOtherAreWorkedOnAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);

    tasks.run(
        table -> {
          if (Set.of("fact_bookings", "fact_flight_operations")
              .contains(table.name().table().value())) {
            try {
              both.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new AssertionError("They did not meet.", e);
            }
          }
        });

    assertThat(both.isBroken()).isFalse();
  }

  @Test
  void theFirstFailureEndsTheOthersAndIsTheOneThatIsThrown() {
    IllegalStateException failure = new IllegalStateException("no customers");
    Set<String> begun = ConcurrentHashMap.newKeySet();

    assertThatThrownBy(
            () ->
                tasks.run(
                    table -> {
                      begun.add(table.name().table().value());
                      if (table.name().table().value().equals("dim_customer")) {
                        throw failure;
                      }
                    }))
        .isSameAs(failure);

    assertThat(begun).doesNotContain("fact_bookings", "dim_date", "fact_daily_revenue");
    assertThat(cancelled).hasValue(1);
  }

  @Test
  void anErrorIsThrownAsItIs() {
    assertThatThrownBy(
            () ->
                tasks.run(
                    table -> {
                      throw new OutOfMemoryError("of a test");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private static Plan airline() {
    LocalFiles files = new LocalFiles();
    Environment environment = EnvironmentFile.parse(files, "conf/sandbox.conf", Map.of());
    JobDefinition job = JobFile.parse(files, "jobs/airline.conf", environment);
    LoadOrder order = LoadOrder.of(job);
    List<TablePlan> tables =
        order.staging().stream().map(load -> new TablePlan(load, Map.of(), true)).toList();
    return new Plan(job, Optional.empty(), Map.of(), tables, List.of(), List.of(), Map.of());
  }
}
