package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.stage.StagedTable;
import dev.starlift.stage.Staging;
import dev.starlift.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables as this release will leave them: what is staged, on top of what the warehouse has. Staged
 * rows are read back from S3 rather than computed twice. Tables may be staged at the same time.
 */
final class ReleasedTables {
  private final SparkSession spark;
  private final Staging staging;
  private final Warehouse warehouse;
  private final Plan plan;
  private final RunPaths paths;
  private final Map<TableName, StagedTable> staged = new ConcurrentHashMap<>();
  private final Map<TableName, List<StagedTable>> members = new ConcurrentSkipListMap<>();
  private final Map<TableName, Long> readVersions = new ConcurrentSkipListMap<>();
  private final AtomicInteger unloads = new AtomicInteger();

  ReleasedTables(
      SparkSession spark, Staging staging, Warehouse warehouse, Plan plan, RunPaths paths) {
    this.spark = spark;
    this.staging = staging;
    this.warehouse = warehouse;
    this.plan = plan;
    this.paths = paths;
  }

  void add(StagedTable table) {
    staged.put(table.table().name(), table);
  }

  void addMembers(StagedTable rows) {
    members.computeIfAbsent(rows.table().name(), name -> new CopyOnWriteArrayList<>()).add(rows);
  }

  Map<TableName, List<StagedTable>> members() {
    return members;
  }

  /** Tables read from the warehouse, with the ledger version that they had. */
  Map<TableName, Long> readVersions() {
    return readVersions;
  }

  boolean isStaged(TableName table) {
    return staged.containsKey(table);
  }

  /**
   * The rows that this release adds or changes. Numbers that the warehouse gives them (IDENTITY)
   * are not there yet: NULL.
   */
  Optional<Dataset<Row>> stagedRows(Table table, List<Identifier> columns) {
    List<StagedTable> parts = new ArrayList<>();
    Optional.ofNullable(staged.get(table.name())).ifPresent(parts::add);
    parts.addAll(members.getOrDefault(table.name(), List.of()));
    return parts.stream()
        .filter(part -> part.rows() > 0)
        .map(part -> staging.read(part).select(staged(table, columns)))
        .reduce(Dataset::unionByName);
  }

  /**
   * All rows that the table will have.
   *
   * @param filter column to SQL literals that it may have, for the rows of the warehouse; staged
   *     rows are not filtered
   */
  Dataset<Row> allRows(
      Table table, List<Identifier> columns, Map<Identifier, List<String>> filter) {
    Optional<TableLoad> load = plan.findTable(table.name()).map(Plan.TablePlan::load);
    List<Identifier> replacedBy = load.map(ReleasedTables::replacedBy).orElse(table.businessKey());
    Set<Identifier> needed = new LinkedHashSet<>(columns);
    needed.addAll(replacedBy);
    Optional<Dataset<Row>> fresh = stagedRows(table, List.copyOf(needed));
    boolean replaced =
        load.filter(l -> l.mode() == LoadMode.REPLACE).isPresent() && isStaged(table.name());
    Optional<Dataset<Row>> kept =
        replaced ? Optional.empty() : warehouseRows(table, List.copyOf(needed), filter);
    if (kept.isPresent() && fresh.isPresent() && !replacedBy.isEmpty()) {
      kept = kept.map(rows -> without(rows, fresh.get(), replacedBy));
    }
    Column[] wanted = columns(columns);
    if (kept.isPresent() && fresh.isPresent()) {
      return fresh.get().select(wanted).unionByName(kept.get().select(wanted));
    }
    return fresh
        .or(() -> Optional.empty())
        .map(rows -> rows.select(wanted))
        .orElse(kept.map(rows -> rows.select(wanted)).orElseGet(() -> nothing(table, columns)));
  }

  /** The rows that the warehouse has; should it have others when this is published, it is stale. */
  Dataset<Row> publishedRows(Table table, List<Identifier> columns) {
    return warehouseRows(table, columns, Map.of()).orElseGet(() -> nothing(table, columns));
  }

  /** The key by which a staged row takes the place of one in the warehouse. */
  private static List<Identifier> replacedBy(TableLoad load) {
    if (load.history().isPresent()) {
      return load.history().get().validity().member(load.table());
    }
    return load.mode() == LoadMode.REPLACE_SLICE ? load.slice() : load.table().businessKey();
  }

  private static Dataset<Row> without(
      Dataset<Row> rows, Dataset<Row> replacements, List<Identifier> key) {
    Dataset<Row> keys = replacements.select(columns(key)).distinct();
    Column same =
        key.stream()
            .map(name -> rows.col(quoted(name)).eqNullSafe(keys.col(quoted(name))))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(keys, same, "left_anti");
  }

  private Optional<Dataset<Row>> warehouseRows(
      Table table, List<Identifier> columns, Map<Identifier, List<String>> filter) {
    readVersions.put(table.name(), plan.versions().getOrDefault(table.name(), 0L));
    if (warehouse.findTable(table.name()).isEmpty() || warehouse.countRows(table.name()) == 0) {
      return Optional.empty();
    }
    List<Identifier> readable =
        columns.stream()
            .filter(name -> comesAsParquet(table.findColumn(name).orElseThrow().type()))
            .toList();
    String prefix = paths.unload(table.name(), unloads.incrementAndGet());
    warehouse.unload(table.name(), readable, filter, prefix);
    if (!isThere(prefix)) {
      return Optional.empty();
    }
    Dataset<Row> unloaded =
        spark
            .read()
            .schema(RowTypes.of(table, readable))
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.parquet")
            .parquet(prefix);
    return Optional.of(
        unloaded.select(
            columns.stream()
                .map(
                    name ->
                        readable.contains(name)
                            ? col(quoted(name))
                            : lit(null)
                                .cast(RowTypes.of(table.findColumn(name).orElseThrow().type()))
                                .as(name.value()))
                .toArray(Column[]::new)));
  }

  /** UNLOAD of no rows may write no file. */
  private boolean isThere(String prefix) {
    Path path = new Path(prefix);
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + path, e);
    }
  }

  private Dataset<Row> nothing(Table table, List<Identifier> columns) {
    return spark.createDataFrame(List.of(), RowTypes.of(table, columns));
  }

  /** UNLOAD to Parquet has no TIME. */
  private static boolean comesAsParquet(ColumnType type) {
    return !(type instanceof ColumnType.Time || type instanceof ColumnType.TimeWithZone);
  }

  private static Column[] staged(Table table, List<Identifier> names) {
    return names.stream()
        .map(
            name -> {
              dev.starlift.model.Column declared = table.findColumn(name).orElseThrow();
              return declared.identity().isEmpty()
                  ? col(quoted(name))
                  : lit(null).cast(RowTypes.of(declared.type())).as(name.value());
            })
        .toArray(Column[]::new);
  }

  private static Column[] columns(List<Identifier> names) {
    return names.stream().map(name -> col(quoted(name))).toArray(Column[]::new);
  }

  private static String quoted(Identifier name) {
    return "`" + name.value().replace("`", "``") + "`";
  }
}
