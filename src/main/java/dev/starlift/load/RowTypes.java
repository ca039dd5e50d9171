package dev.starlift.load;

import dev.starlift.conform.SparkTypes;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Schemas of datasets that stand for declared tables and sources. */
final class RowTypes {
  private RowTypes() {}

  static StructType of(Table table, List<Identifier> columns) {
    List<StructField> fields = new ArrayList<>();
    for (Identifier name : columns) {
      DataType type = of(table.findColumn(name).orElseThrow().type());
      fields.add(DataTypes.createStructField(name.value(), type, true));
    }
    return DataTypes.createStructType(fields);
  }

  /** Jobs with other types were refused when they were parsed or conformed. */
  static DataType of(ColumnType type) {
    return SparkTypes.of(type)
        .orElseThrow(() -> new IllegalStateException(type.ddl() + " cannot be loaded."));
  }

  /** What a reader gives: text, and where it came from. */
  static StructType raw(SourceDefinition source) {
    List<StructField> fields = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      fields.add(DataTypes.createStructField(column.name(), DataTypes.StringType, true));
    }
    if (source.onUnknownField() == UnknownField.RESCUE) {
      fields.add(DataTypes.createStructField(SourceDefinition.RESCUED, DataTypes.StringType, true));
    }
    fields.add(DataTypes.createStructField("_file", DataTypes.StringType, true));
    fields.add(DataTypes.createStructField("_line", DataTypes.LongType, true));
    for (String name : List.of("_raw", "_problem", "_problem_column", "_problem_message")) {
      fields.add(DataTypes.createStructField(name, DataTypes.StringType, true));
    }
    return DataTypes.createStructType(fields);
  }
}
