package dev.starlift.source;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * Columnar files of one source whose schemas differ. The order of columns is free; a column may
 * have several types when its declared type holds them all, and may be missing when it is optional.
 */
final class ColumnDrift {
  private static final int FILES_SHOWN = 5;

  private final SourceDefinition source;

  /** Files by the schema they have. */
  private final Map<StructType, List<InputFile>> files;

  private final Problems problems = new Problems();

  private ColumnDrift(SourceDefinition source, Map<StructType, List<InputFile>> files) {
    this.source = source;
    this.files = files;
  }

  /** INPUT_UNUSABLE with every column that does not fit the contract, and the files. */
  static void require(SourceDefinition source, Map<StructType, List<InputFile>> files) {
    ColumnDrift drift = new ColumnDrift(source, files);
    source.fileColumns().forEach(drift::check);
    if (source.onUnknownField() == UnknownField.REJECT) {
      drift.refuseUnknown();
    }
    drift.problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
  }

  private void check(RawColumn column) {
    List<InputFile> without = new ArrayList<>();
    Map<DataType, List<InputFile>> types = new LinkedHashMap<>();
    files.forEach(
        (schema, group) -> {
          if (has(schema, column.field())) {
            DataType type = schema.apply(column.field()).dataType();
            types.computeIfAbsent(type, one -> new ArrayList<>()).addAll(group);
          } else {
            without.addAll(group);
          }
        });
    if (types.isEmpty() && !column.optional()) {
      problems.add(
          source.where(),
          "Source %s: the files have no column '%s'.".formatted(source.name(), column.field()),
          "Names must be those of the contract, upper and lower case included.");
    } else if (!without.isEmpty() && !column.optional()) {
      problems.add(
          source.where(),
          "Source %s: column '%s' is missing in %s."
              .formatted(source.name(), column.field(), named(without)),
          "Replace the files, or declare the column with optional = true.");
    }
    if (types.size() > 1 && !types.keySet().stream().allMatch(type -> holds(column, type))) {
      problems.add(
          source.where(),
          "Source %s: column '%s' is %s."
              .formatted(
                  source.name(),
                  column.field(),
                  types.entrySet().stream()
                      .map(each -> each.getKey().sql() + " in " + named(each.getValue()))
                      .collect(Collectors.joining(", "))),
          "Declare a type that holds them all, or read the files by two sources.");
    }
  }

  private void refuseUnknown() {
    List<String> known = source.fileColumns().stream().map(RawColumn::field).toList();
    Map<String, List<InputFile>> extras = new LinkedHashMap<>();
    files.forEach(
        (schema, group) -> {
          for (String name : new TreeSet<>(Arrays.asList(schema.fieldNames()))) {
            if (!known.contains(name)) {
              extras.computeIfAbsent(name, one -> new ArrayList<>()).addAll(group);
            }
          }
        });
    extras.forEach(
        (name, found) ->
            problems.add(
                source.where(),
                "Source %s: the files have column '%s', which the contract does not name: %s."
                    .formatted(source.name(), name, named(found)),
                "Add it to the contract, or set on-unknown-field = ignore or rescue."));
  }

  static boolean has(StructType schema, String field) {
    return Arrays.asList(schema.fieldNames()).contains(field);
  }

  private static String named(List<InputFile> files) {
    String shown =
        files.stream().limit(FILES_SHOWN).map(InputFile::uri).collect(Collectors.joining(", "));
    return files.size() <= FILES_SHOWN
        ? shown
        : "%s and %,d more".formatted(shown, files.size() - FILES_SHOWN);
  }

  /** Does the declared type have every value of the other? A text has every value's own text. */
  private static boolean holds(RawColumn column, DataType type) {
    ColumnType declared = column.type();
    if (declared instanceof ColumnType.Varchar) {
      return true;
    }
    if (declared instanceof ColumnType.Timestamp
        || declared instanceof ColumnType.TimestampWithZone) {
      return type.equals(DataTypes.TimestampType)
          || type.equals(DataTypes.TimestampNTZType)
          || type.equals(DataTypes.DateType);
    }
    int whole = wholeDigits(type);
    if (declared instanceof ColumnType.SmallInt) {
      return whole > 0 && whole <= 5;
    }
    if (declared instanceof ColumnType.Int) {
      return whole > 0 && whole <= 10;
    }
    if (declared instanceof ColumnType.BigInt) {
      return whole > 0;
    }
    if (declared instanceof ColumnType.Decimal decimal) {
      int room = decimal.precision() - decimal.scale();
      return type instanceof DecimalType one
          ? one.scale() <= decimal.scale() && one.precision() - one.scale() <= room
          : whole > 0 && whole <= room;
    }
    if (declared instanceof ColumnType.Real) {
      return type.equals(DataTypes.FloatType) || (whole > 0 && whole <= 5);
    }
    if (declared instanceof ColumnType.DoublePrecision) {
      return type.equals(DataTypes.FloatType)
          || type.equals(DataTypes.DoubleType)
          || (whole > 0 && whole <= 10);
    }
    return false;
  }

  /** The most digits of a whole number of the type; 0 for other types. */
  private static int wholeDigits(DataType type) {
    if (type.equals(DataTypes.ByteType)) {
      return 3;
    }
    if (type.equals(DataTypes.ShortType)) {
      return 5;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return 10;
    }
    return type.equals(DataTypes.LongType) ? 19 : 0;
  }
}
