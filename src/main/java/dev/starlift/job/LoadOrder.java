package dev.starlift.job;

import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The orders in which the tables of a release are worked on. They differ: a calendar made from the
 * dates of the facts is staged after them, and published before them because they reference it.
 * Tables that do not depend on each other keep the order of the job file.
 *
 * @param staging a table comes after the dimensions it looks up and the tables its query reads
 * @param publishing a table comes after those that it references or looks up; where tables
 *     reference each other in a circle, the job file decides
 */
public record LoadOrder(List<TableLoad> staging, List<TableLoad> publishing) {
  public LoadOrder {
    staging = List.copyOf(staging);
    publishing = List.copyOf(publishing);
  }

  /** A parsed job has no circle in its staging; one made otherwise is cut where the file says. */
  public static LoadOrder of(JobDefinition job) {
    return new LoadOrder(
        sorted(job.tables(), LoadOrder::stagedBefore),
        sorted(job.tables(), LoadOrder::publishedBefore));
  }

  /** Tables each of which must be staged after the next, and the last after the first. */
  static Optional<List<TableName>> circle(List<TableLoad> loads) {
    Map<TableName, Set<TableName>> waiting = dependencies(loads, LoadOrder::stagedBefore);
    boolean changed = true;
    while (changed) {
      Set<TableName> free = new LinkedHashSet<>();
      waiting.forEach(
          (name, before) -> {
            if (before.stream().noneMatch(waiting::containsKey)) {
              free.add(name);
            }
          });
      changed = waiting.keySet().removeAll(free);
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    // All that is left leads into a circle: follow it until a table comes again.
    List<TableName> way = new ArrayList<>();
    TableName at = waiting.keySet().iterator().next();
    while (!way.contains(at)) {
      way.add(at);
      at = waiting.get(at).stream().filter(waiting::containsKey).findFirst().orElseThrow();
    }
    return Optional.of(List.copyOf(way.subList(way.indexOf(at), way.size())));
  }

  private static List<TableLoad> sorted(
      List<TableLoad> loads, Function<TableLoad, Set<TableName>> before) {
    Map<TableName, Set<TableName>> dependencies = dependencies(loads, before);
    List<TableLoad> left = new ArrayList<>(loads);
    List<TableLoad> sorted = new ArrayList<>();
    while (!left.isEmpty()) {
      Set<TableName> open = new TreeSet<>();
      left.forEach(load -> open.add(load.table().name()));
      TableLoad next =
          left.stream()
              .filter(
                  load -> dependencies.get(load.table().name()).stream().noneMatch(open::contains))
              .findFirst()
              .orElse(left.get(0));
      sorted.add(next);
      left.remove(next);
    }
    return sorted;
  }

  /** By table, the other tables of the job that come before it. */
  private static Map<TableName, Set<TableName>> dependencies(
      List<TableLoad> loads, Function<TableLoad, Set<TableName>> before) {
    Map<TableName, Set<TableName>> dependencies = new LinkedHashMap<>();
    loads.forEach(load -> dependencies.put(load.table().name(), new TreeSet<>()));
    for (TableLoad load : loads) {
      Set<TableName> own = dependencies.get(load.table().name());
      own.addAll(before.apply(load));
      own.retainAll(dependencies.keySet());
    }
    return dependencies;
  }

  private static Set<TableName> stagedBefore(TableLoad load) {
    Set<TableName> before = lookedUp(load);
    if (load.input() instanceof FromQuery query) {
      query.reads().values().stream()
          .filter(TableRead.class::isInstance)
          .forEach(read -> before.add(((TableRead) read).table()));
    }
    if (load.input() instanceof FromProcedure procedure) {
      before.addAll(procedure.reads());
    }
    return before;
  }

  private static Set<TableName> publishedBefore(TableLoad load) {
    Set<TableName> before = lookedUp(load);
    load.table().foreignKeys().stream().map(ForeignKey::table).forEach(before::add);
    before.remove(load.table().name());
    return before;
  }

  private static Set<TableName> lookedUp(TableLoad load) {
    Set<TableName> tables = new TreeSet<>();
    load.lookups().stream().map(Lookup::table).forEach(tables::add);
    return tables;
  }
}
