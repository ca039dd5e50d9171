package dev.starlift.load;

import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs the SELECT of a job over the views that the job names, which exist only meanwhile. */
final class Views {
  /**
   * Spark's own words end with the position and then with the plan, which is of no use to users.
   */
  private static final Pattern POSITION = Pattern.compile("line (\\d+),? pos (\\d+)");

  private final SparkSession spark;

  Views(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * @param where of the table in the job file, for queries whose fault has no position
   * @throws StarliftException WRONG_USAGE when Spark refuses the query
   */
  Dataset<Row> select(FromQuery query, Location where, Map<String, Dataset<Row>> views) {
    // Two queries may give the same name to different rows; names are resolved at once.
    synchronized (spark) {
      views.forEach((name, rows) -> rows.createOrReplaceTempView(name));
      try {
        return spark.sql(query.sql());
      } catch (Exception e) {
        // Not RuntimeException: AnalysisException is a checked one that Spark's methods do not
        // declare.
        throw refused(query, where, e);
      } finally {
        views.keySet().forEach(name -> spark.catalog().dropTempView(name));
      }
    }
  }

  private static StarliftException refused(FromQuery query, Location where, Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher position = POSITION.matcher(message);
    Location at =
        position.find()
            ? new Location(
                query.file(),
                Integer.parseInt(position.group(1)),
                Integer.parseInt(position.group(2)) + 1)
            : Location.of(query.file());
    return new StarliftException(
        ExitCode.WRONG_USAGE,
        Problem.at(
            at,
            "Spark refuses the query: " + message.lines().findFirst().orElse(""),
            "It is used at " + where + "."),
        e);
  }
}
