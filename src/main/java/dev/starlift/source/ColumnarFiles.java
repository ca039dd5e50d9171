package dev.starlift.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.url_decode;

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
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.functional.FutureIO;
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
  private static final Map<Format, byte[]> MAGIC =
      Map.of(
          Format.PARQUET, new byte[] {'P', 'A', 'R', '1'},
          Format.AVRO, new byte[] {'O', 'b', 'j', 1},
          Format.ORC, new byte[] {'O', 'R', 'C'});

  private final SparkSession spark;
  private final SourceDefinition source;

  ColumnarFiles(SparkSession spark, SourceDefinition source) {
    this.spark = spark;
    this.source = source;
  }

  Dataset<Row> read(List<InputFile> files) {
    requireUsable(files);
    Dataset<Row> found = load(files);
    requireFields(found.schema());
    List<Column> columns = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      columns.add(text(found.schema(), column.field()).as(column.name()));
    }
    if (source.onUnknownField() == UnknownField.RESCUE) {
      columns.add(rescued(found.schema()).as(SourceDefinition.RESCUED));
    }
    columns.add(uri().as(RawFormat.FILE));
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

  /**
   * The columns that the contract does not name, as a JSON object; numbers as text, to be exact.
   */
  private Column rescued(StructType schema) {
    List<String> known = source.columns().stream().map(RawColumn::field).toList();
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

  /** Opens every file as the version that was listed and looks at its first bytes. */
  private void requireUsable(List<InputFile> files) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    ExecutorService readers = Executors.newFixedThreadPool(16);
    try {
      List<Future<Optional<UnusableInput>>> answers = new ArrayList<>();
      for (InputFile file : files) {
        answers.add(readers.submit(() -> findFault(FrozenFile.of(file), conf)));
      }
      Problems problems = new Problems();
      for (Future<Optional<UnusableInput>> answer : answers) {
        FutureIO.awaitFuture(answer).ifPresent(fault -> problems.add(fault.problem()));
      }
      problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
    } catch (IOException e) {
      throw new Store(conf, source).failure(e);
    } finally {
      readers.shutdownNow();
    }
  }

  private Optional<UnusableInput> findFault(FrozenFile file, Configuration conf)
      throws IOException {
    byte[] magic = MAGIC.get(source.format());
    try (InputStream in = file.open(conf)) {
      return Arrays.equals(in.readNBytes(magic.length), magic)
          ? Optional.empty()
          : Optional.of(
              new UnusableInput(
                  file.uri(),
                  "is no %s file.".formatted(source.format()),
                  "Replace the file, or take it out of the input."));
    } catch (UnusableInput e) {
      return Optional.of(e);
    }
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
            "Add it to the contract, or set on-unknown-field = ignore or rescue.");
      }
    }
    problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  /** Spark's name of a file as the listing writes it: not encoded, and local ones as file:/x. */
  private static Column uri() {
    Column encoded = regexp_replace(col("_metadata.file_path"), "\\+", "%2B");
    return regexp_replace(url_decode(encoded), "^file:///", "file:/");
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
