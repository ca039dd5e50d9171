package dev.starlift.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.to_json;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
 * Parquet, Avro and ORC by Spark's own readers, in the shape that text files have. Their etags are
 * compared when the reading is planned; Spark does not compare them again.
 */
final class ColumnarFiles {
  private final SparkSession spark;
  private final SourceDefinition source;

  ColumnarFiles(SparkSession spark, SourceDefinition source) {
    this.spark = spark;
    this.source = source;
  }

  Dataset<Row> read(List<InputFile> files) {
    requireUnchanged(files);
    Dataset<Row> found = load(files);
    requireFields(found.schema());
    List<Column> columns = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      columns.add(text(found.schema(), column.field()).as(column.name()));
    }
    // Spark writes file:///x where Hadoop, and so the listing, writes file:/x.
    columns.add(
        regexp_replace(col("_metadata.file_path"), "^file:///", "file:/").as(RawFormat.FILE));
    columns.add(lit(0L).as(RawFormat.LINE));
    for (String none :
        List.of(
            RawFormat.RAW,
            RawFormat.PROBLEM,
            RawFormat.PROBLEM_COLUMN,
            RawFormat.PROBLEM_MESSAGE)) {
      columns.add(lit(null).cast(DataTypes.StringType).as(none));
    }
    return found.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> load(List<InputFile> files) {
    DataFrameReader reader = spark.read().format(source.format().name().toLowerCase(Locale.ROOT));
    if (source.format() == Format.PARQUET) {
      // Off by default: a damaged page would load as other values.
      reader = reader.option("parquet.page.verify-checksum.enabled", "true");
    }
    if (source.format() != Format.AVRO) {
      reader = reader.option("mergeSchema", "true");
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
      Problem problem =
          UnusableInput.find(e)
              .orElse(
                  Problem.at(
                      source.where(),
                      "Source %s cannot be read as %s: %s"
                          .formatted(
                              source.name(),
                              source.format(),
                              String.valueOf(root.getMessage()).lines().findFirst().orElse("")),
                      "Take files of other formats or other schemas out of the input."));
      throw new StarliftException(ExitCode.INPUT_UNUSABLE, problem, e);
    }
  }

  private void requireUnchanged(List<InputFile> files) {
    Problems problems = new Problems();
    for (InputFile file : files) {
      try {
        FrozenFile.of(file).open(spark.sparkContext().hadoopConfiguration()).close();
      } catch (UnusableInput e) {
        problems.add(e.problem());
      } catch (IOException e) {
        throw new Store(spark.sparkContext().hadoopConfiguration(), source).failure(e);
      }
    }
    problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  private void requireFields(StructType schema) {
    Set<String> there = new HashSet<>(Arrays.asList(schema.fieldNames()));
    Problems problems = new Problems();
    for (RawColumn column : source.columns()) {
      if (!there.remove(column.field())) {
        problems.add(
            source.where(),
            "Source %s: the files have no column '%s'.".formatted(source.name(), column.field()),
            "Names must be those of the contract, upper and lower case included.");
      }
    }
    if (source.onUnknownField() == UnknownField.REJECT) {
      for (String extra : there) {
        problems.add(
            source.where(),
            "Source %s: the files have column '%s', which the contract does not name."
                .formatted(source.name(), extra),
            "Add it to the contract, or set on-unknown-field = ignore.");
      }
    }
    problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  private static Column text(StructType schema, String field) {
    Column column = col("`" + field.replace("`", "``") + "`");
    DataType type = schema.fields()[schema.fieldIndex(field)].dataType();
    boolean nested =
        type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    return nested ? to_json(column) : column.cast(DataTypes.StringType);
  }

  /** A listed key is literal; what the glob of a source matched is decided already. */
  private static String escapeGlob(String uri) {
    return uri.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }
}
