package dev.starlift.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.url_decode;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet, Avro and ORC by Spark's own readers, in the shape that text files have. Files of one
 * schema are read together. Their etags are compared when the reading is planned; Spark does not
 * compare them again.
 */
final class ColumnarFiles {
  /** Each schema is a branch of the plan; files that differ more than that are a mistake. */
  private static final int MAX_SCHEMAS = 100;

  private final SparkSession spark;
  private final SourceDefinition source;
  private final boolean records;

  /**
   * @param records with the values of each row as its record, which costs as much as reading them
   */
  ColumnarFiles(SparkSession spark, SourceDefinition source, boolean records) {
    this.spark = spark;
    this.source = source;
    this.records = records;
  }

  Dataset<Row> read(List<InputFile> files) {
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), RawFormat.schema(names()));
    }
    List<List<InputFile>> groups =
        new FileSchemas(source, spark.sparkContext().hadoopConfiguration()).group(files);
    if (groups.size() > MAX_SCHEMAS) {
      throw unusable("The files have %,d different schemas.".formatted(groups.size()), null);
    }
    Map<StructType, List<InputFile>> bySchema = new LinkedHashMap<>();
    List<Dataset<Row>> parts = new ArrayList<>();
    for (List<InputFile> group : groups) {
      Dataset<Row> found = load(group);
      bySchema.computeIfAbsent(found.schema(), schema -> new ArrayList<>()).addAll(group);
      parts.add(found);
    }
    ColumnDrift.require(source, bySchema);
    return parts.stream().map(this::shaped).reduce(Dataset::union).orElseThrow();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(source.columns().stream().map(RawColumn::name).toList());
    if (source.onUnknownField() == UnknownField.RESCUE) {
      names.add(SourceDefinition.RESCUED);
    }
    return names;
  }

  private Dataset<Row> shaped(Dataset<Row> found) {
    List<Column> columns = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      columns.add(value(found.schema(), column).as(column.name()));
    }
    if (source.onUnknownField() == UnknownField.RESCUE) {
      columns.add(rescued(found.schema()).as(SourceDefinition.RESCUED));
    }
    columns.add(uri().as(RawFormat.FILE));
    columns.add(line().as(RawFormat.LINE));
    columns.add(record(found.schema()).as(RawFormat.RAW));
    for (String none :
        List.of(RawFormat.PROBLEM, RawFormat.PROBLEM_COLUMN, RawFormat.PROBLEM_MESSAGE)) {
      columns.add(lit(null).cast(DataTypes.StringType).as(none));
    }
    return found.select(columns.toArray(Column[]::new));
  }

  /** The row's number in its file, where Spark tells it. */
  private Column line() {
    return source.hasRecordPerLine() ? col("_metadata.row_index").plus(1L) : lit(0L);
  }

  /** The values that the contract names as a JSON object; numbers as text, to be exact. */
  private Column record(StructType schema) {
    if (!records) {
      return lit(null).cast(DataTypes.StringType);
    }
    Column[] values =
        source.columns().stream()
            .map(column -> value(schema, column).as(column.field()))
            .toArray(Column[]::new);
    return to_json(struct(values), Map.of("ignoreNullFields", "false"));
  }

  private static Column value(StructType schema, RawColumn column) {
    if (column.isInDirectory()) {
      return inDirectory(column.field());
    }
    return ColumnDrift.has(schema, column.field())
        ? text(schema, column.field())
        : lit(null).cast(DataTypes.StringType);
  }

  /** See {@link Directories}, which has made sure that the directory is there. */
  private static Column inDirectory(String name) {
    String innermost = "(?s)^.*/" + Pattern.quote(name) + "=([^/]*)/.*$";
    Column written = regexp_extract(uri(), innermost, 1);
    return when(written.equalTo(Directories.NULL), lit(null).cast(DataTypes.StringType))
        .when(
            written.rlike("^([^%]|%[0-9A-Fa-f]{2})*$"),
            url_decode(regexp_replace(written, "\\+", "%2B")))
        .otherwise(written);
  }

  /**
   * The columns that the contract does not name, as a JSON object; numbers as text, to be exact.
   */
  private Column rescued(StructType schema) {
    List<String> known = source.fileColumns().stream().map(RawColumn::field).toList();
    Column[] others =
        Arrays.stream(schema.fieldNames())
            .filter(name -> !known.contains(name))
            .map(name -> text(schema, name).as(name))
            .toArray(Column[]::new);
    return others.length == 0
        ? lit(null).cast(DataTypes.StringType)
        : to_json(struct(others), Map.of("ignoreNullFields", "false"));
  }

  private Dataset<Row> load(List<InputFile> files) {
    DataFrameReader reader = spark.read().format(source.format().name().toLowerCase(Locale.ROOT));
    if (source.format() == Format.PARQUET) {
      // Off by default: a damaged page would load as other values.
      reader = reader.option("parquet.page.verify-checksum.enabled", "true");
      // Where a file does not say that it counts by the Julian calendar, it does not.
      reader = reader.option("int96RebaseMode", "CORRECTED");
    }
    if (source.format() == Format.ORC) {
      reader = reader.option("mergeSchema", "true");
    } else {
      reader = reader.option("datetimeRebaseMode", "CORRECTED");
    }
    String[] paths = files.stream().map(file -> escapeGlob(file.uri())).toArray(String[]::new);
    try {
      return reader.load(paths);
    } catch (Exception e) {
      // Spark declares no exceptions and throws many: each means a file that is no such file.
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
      throw UnusableInput.find(e)
          .map(problem -> new StarliftException(ExitCode.INPUT_UNUSABLE, problem, e))
          .orElseGet(
              () ->
                  unusable(
                      "Source %s cannot be read as %s: %s"
                          .formatted(source.name(), source.format(), reason),
                      e));
    }
  }

  private StarliftException unusable(String what, Exception cause) {
    return new StarliftException(
        ExitCode.INPUT_UNUSABLE,
        Problem.at(
            source.where(), what, "Take files of other formats or other schemas out of the input."),
        cause);
  }

  /** Spark's name of a file as the listing writes it: not encoded, and local ones as file:/x. */
  private static Column uri() {
    Column encoded = regexp_replace(col("_metadata.file_path"), "\\+", "%2B");
    return regexp_replace(url_decode(encoded), "^file:///", "file:/");
  }

  private static Column text(StructType schema, String field) {
    Column column = col("`" + field.replace("`", "``") + "`");
    DataType type = schema.apply(field).dataType();
    boolean nested =
        type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    return nested ? to_json(column) : column.cast(DataTypes.StringType);
  }

  /** A listed key is literal; what the glob of a source matched is decided already. */
  private static String escapeGlob(String uri) {
    return uri.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }
}
