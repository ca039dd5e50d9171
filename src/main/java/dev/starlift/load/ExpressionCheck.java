package dev.starlift.load;

import dev.starlift.conform.Judged;
import dev.starlift.conform.SourceConformer;
import dev.starlift.conform.TableConformer;
import dev.starlift.conform.TableRows;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.TableLoad;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Lets Spark analyse every expression and query of a job against its contracts and schemas, without
 * a row of data.
 */
public final class ExpressionCheck {
  private final SparkSession spark;

  public ExpressionCheck(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * @throws StarliftException WRONG_USAGE with every expression and query that Spark refuses
   */
  public void require(JobDefinition job) {
    Problems problems = new Problems();
    Map<String, Judged> sources = new HashMap<>();
    for (SourceDefinition source : job.sources()) {
      collect(
          problems,
          () ->
              sources.put(
                  source.name(),
                  SourceConformer.judge(
                      spark.createDataFrame(List.of(), RowTypes.raw(source)), source)));
    }
    for (TableLoad load : job.tables()) {
      if (load.isMadeInWarehouse()) {
        continue;
      }
      collect(
          problems,
          () -> {
            Dataset<Row> input =
                load.input() instanceof FromQuery query
                    ? select(job, sources, load, query)
                    : TableRows.meant(
                        sources.get(((FromSource) load.input()).source()).accepted(), load);
            TableConformer.judge(input, load, dimensions(job, load), job.schema());
          });
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  private static void collect(Problems problems, Runnable analysis) {
    try {
      analysis.run();
    } catch (StarliftException e) {
      e.problems().forEach(problems::add);
    }
  }

  private Dataset<Row> select(
      JobDefinition job, Map<String, Judged> sources, TableLoad load, FromQuery query) {
    Map<String, Dataset<Row>> views = new HashMap<>();
    query
        .reads()
        .forEach(
            (name, read) -> {
              if (read instanceof SourceRead source) {
                views.put(name, sources.get(source.source()).accepted());
              } else {
                views.put(name, empty(job.schema().get(((TableRead) read).table())));
              }
            });
    return new Views(spark).select(query, load.where(), views);
  }

  private Map<TableName, Dataset<Row>> dimensions(JobDefinition job, TableLoad load) {
    Map<TableName, Dataset<Row>> dimensions = new HashMap<>();
    for (Lookup lookup : load.lookups()) {
      dimensions.put(lookup.table(), empty(job.schema().get(lookup.table())));
    }
    return dimensions;
  }

  private Dataset<Row> empty(Table table) {
    return spark.createDataFrame(List.of(), RowTypes.of(table, table.columnNames()));
  }
}
