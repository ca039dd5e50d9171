package dev.starlift.load;

import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.load.Plan.TablePlan;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Works on the tables of a plan, several at a time: each one begins when those that it reads are
 * done. While Spark plans and compiles for one table, the tasks of another use the cores.
 */
final class TableTasks {
  /** Beyond this the driver's own work is hidden, and more would only share the same cores. */
  private static final int AT_A_TIME = 4;

  private final Plan plan;
  private final Runnable cancel;

  /**
   * @param cancel ends what is being worked on, when one table has failed
   */
  TableTasks(Plan plan, Runnable cancel) {
    this.plan = plan;
    this.cancel = cancel;
  }

  /**
   * Returns when every table is done, or when one has failed and the others have ended.
   *
   * @throws RuntimeException the first failure, as it was thrown
   */
  void run(Consumer<TablePlan> work) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(AT_A_TIME, plan.tables().size())));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Map<TableName, CompletableFuture<Void>> tasks = new LinkedHashMap<>();
    try {
      for (TablePlan table : plan.tables()) {
        CompletableFuture<?>[] before =
            readFirst(table).stream().map(tasks::get).toArray(CompletableFuture[]::new);
        tasks.put(
            table.name(),
            CompletableFuture.allOf(before)
                .thenRunAsync(() -> runUnlessFailed(work, table, failure), threads));
      }
      CompletableFuture.allOf(tasks.values().toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw asUnchecked(failure.get());
    } finally {
      threads.shutdownNow();
    }
  }

  private void runUnlessFailed(
      Consumer<TablePlan> work, TablePlan table, AtomicReference<Throwable> failure) {
    if (failure.get() != null) {
      throw new CancellationException();
    }
    try {
      work.accept(table);
    } catch (Throwable e) {
      if (failure.compareAndSet(null, e)) {
        cancel.run();
      }
      throw e;
    }
  }

  /** Spark throws checked exceptions that its methods do not declare. */
  private static RuntimeException asUnchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  /** Tables before this one in the plan whose rows it sees. */
  private List<TableName> readFirst(TablePlan table) {
    Set<TableName> reads = table.load().tablesRead();
    List<TableName> first = new ArrayList<>();
    for (TablePlan earlier : plan.tables()) {
      if (earlier.equals(table)) {
        break;
      }
      // A fact adds members to its dimensions; whoever reads such a dimension sees them or does
      // not, and which of the two must not depend on who is faster.
      Set<TableName> fills = new HashSet<>(dimensionsFilledBy(earlier.load()));
      fills.add(earlier.name());
      fills.retainAll(reads);
      if (!fills.isEmpty()) {
        first.add(earlier.name());
      }
    }
    return first;
  }

  private static List<TableName> dimensionsFilledBy(TableLoad load) {
    return load.lookups().stream()
        .filter(
            lookup ->
                lookup.missing() == MissingMember.INFER
                    || lookup.missing() == MissingMember.UNKNOWN_MEMBER)
        .map(Lookup::table)
        .toList();
  }
}
