package dev.starlift.stage;

import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.LedgerTables;
import dev.starlift.sql.TempTable;
import dev.starlift.stage.StagedTable.Format;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Writes with the spark-redshift connector into a fresh table of the schema {@code starlift}, which
 * the publish transaction reads from and drops. Never into a target: the connector may repeat a
 * COPY whose COMMIT was answered too late, and here that shows as a wrong count.
 *
 * <p>The connector is found by its format name, for clusters bring their own. It formats timestamps
 * in the zone of the JVM, which has to be UTC on driver and executors.
 */
public final class ConnectorStaging implements Staging {
  private static final String FORMAT = "io.github.spark_redshift_community.spark.redshift";

  private final SparkSession spark;
  private final Staging copies;
  private final String url;
  private final Supplier<Map<String, String>> login;
  private final String role;
  private final String temporary;

  /**
   * @param copies where rows wait that are not all accepted: the connector takes them from there
   * @param url JDBC URL of the namespace that is written to
   * @param login the connector's options that log in: {@code user} and {@code password}, or {@code
   *     secret.id}
   * @param role ARN of the role with which Redshift reads and writes S3
   * @param temporary URI prefix where the connector unloads what is read back
   * @throws StarliftException when the connector is not on the class path
   */
  public ConnectorStaging(
      SparkSession spark,
      Staging copies,
      String url,
      Supplier<Map<String, String>> login,
      String role,
      String temporary) {
    this.spark = spark;
    this.copies = copies;
    this.url = url;
    this.login = login;
    this.role = role;
    this.temporary = temporary;
    requireConnector();
  }

  private static void requireConnector() {
    try {
      Class.forName(
          FORMAT + ".DefaultSource", false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE,
          new Problem(
              "writer = connector",
              "the spark-redshift connector is not on the class path.",
              "EMR 6.10 and later bring it; elsewhere give its jar to spark-submit with --jars, or"
                  + " use writer = copy, which needs nothing."),
          e);
    }
  }

  @Override
  public StagedRows stage(String folder, String rejects, MarkedRows rows, int files) {
    StagedRows split = copies.stage(folder + "/accepted", rejects, rows, files);
    return new StagedRows(
        stage(folder, rows.table(), copies.read(split.staged()), files),
        split.rows(),
        split.bySource(),
        split.byTable(),
        split.counts(),
        split.unfinished());
  }

  @Override
  public StagedRows reject(String folder, MarkedRows rows) {
    return copies.reject(folder, rows);
  }

  @Override
  public StagedTable stage(String folder, Table table, Dataset<Row> accepted, int files) {
    TableName staging = LedgerTables.staging(folder);
    ObservedRows observed = new ObservedRows();
    observed
        .observe(accepted.select(described(table)))
        .coalesce(Math.max(1, files))
        .write()
        .format(FORMAT)
        .options(options(folder + "/connector"))
        .option("dbtable", staging.sql())
        .option("tempformat", "CSV GZIP")
        // A COPY that is tried again after a lost answer would bring the rows twice.
        .option("copyretrycount", 0)
        .option("include_column_list", true)
        .mode(SaveMode.Append)
        .save();
    return new StagedTable(
        table, Format.CONNECTOR, staging.toString(), List.of(), observed.total(folder));
  }

  @Override
  public Dataset<Row> read(StagedTable staged) {
    TableName staging =
        staged
            .stagingTable()
            .orElseThrow(() -> new IllegalArgumentException("Not staged by the connector."));
    return spark
        .read()
        .format(FORMAT)
        .options(options(temporary + "/" + staging.table()))
        .option("dbtable", staging.sql())
        .load()
        .select(StagedColumns.typed(staged.table()));
  }

  private Map<String, String> options(String folder) {
    Map<String, String> options = new HashMap<>(login.get());
    options.put("url", url);
    options.put("aws_iam_role", role);
    options.put("tempdir", StageUri.forSpark(folder));
    return options;
  }

  /** Every column with its declared type, which the connector puts into CREATE TABLE as it is. */
  private static Column[] described(Table table) {
    List<dev.starlift.model.Column> declared = TempTable.loadedColumns(table);
    Column[] columns = StagedColumns.typed(table);
    for (int i = 0; i < columns.length; i++) {
      dev.starlift.model.Column column = declared.get(i);
      columns[i] =
          columns[i].as(
              column.name().value(),
              new MetadataBuilder().putString("redshift_type", column.type().ddl()).build());
    }
    return columns;
  }
}
