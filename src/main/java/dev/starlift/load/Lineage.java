package dev.starlift.load;

import dev.starlift.job.JobDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which sources and tables of a job a table is made from. A job has no cycles. */
final class Lineage {
  private final JobDefinition job;

  Lineage(JobDefinition job) {
    this.job = job;
  }

  /** The sources whose files end in the table, directly or through tables that its query reads. */
  Set<String> sourcesOf(TableLoad table) {
    Set<String> sources = new TreeSet<>();
    if (table.input() instanceof FromSource from) {
      sources.add(from.source());
    } else if (table.input() instanceof FromQuery query) {
      for (Read read : query.reads().values()) {
        if (read instanceof SourceRead source) {
          sources.add(source.source());
        }
      }
      tablesReadBy(table).forEach(read -> sources.addAll(sourcesOf(read)));
    } else if (table.input() instanceof FromProcedure) {
      stagedFor(table).forEach(read -> sources.addAll(sourcesOf(read)));
    }
    return sources;
  }

  /**
   * The tables of this job whose rows a query is made of. Tables that it reads as a whole, without
   * a slice, are looked up rather than aggregated: new rows there do not call for a new result.
   */
  List<TableLoad> tablesReadBy(TableLoad table) {
    List<TableLoad> tables = new ArrayList<>();
    if (table.input() instanceof FromQuery query) {
      for (Read read : query.reads().values()) {
        if (read instanceof TableRead other && drives(table, other)) {
          job.findTable(other.table()).ifPresent(tables::add);
        }
      }
    }
    return tables;
  }

  /** The tables of this job that the procedure of a table reads. */
  List<TableLoad> stagedFor(TableLoad table) {
    return table.input() instanceof FromProcedure procedure
        ? procedure.reads().stream().flatMap(name -> job.findTable(name).stream()).toList()
        : List.of();
  }

  private static boolean drives(TableLoad table, TableRead read) {
    return read.rows() == TableLoad.Rows.RELEASE
        || !read.slice().isEmpty()
        || table.slice().isEmpty();
  }
}
