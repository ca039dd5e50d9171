package dev.starlift.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.RejectCode;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Builds the column {@link Judged#REASONS}. */
final class Reasons {
  static final DataType REASON =
      DataTypes.createStructType(
          new StructField[] {
            DataTypes.createStructField("column", DataTypes.StringType, true),
            DataTypes.createStructField("code", DataTypes.StringType, true),
            DataTypes.createStructField("message", DataTypes.StringType, true)
          });

  private Reasons() {}

  /** A reason. The message says what is wrong and never holds a value of the row. */
  static Column reason(String column, RejectCode code, String message) {
    return reason(column, code, lit(message));
  }

  static Column reason(String column, RejectCode code, Column message) {
    return reason(lit(column), lit(code.name()), message);
  }

  static Column reason(Column column, Column code, Column message) {
    return struct(column.as("column"), code.as("code"), message.as("message"));
  }

  static Column none() {
    return array().cast(DataTypes.createArrayType(REASON));
  }

  /**
   * All reasons that apply.
   *
   * @param clean true, never NULL, when none applies: the row most often seen costs one test
   * @param reasons each a reason, or NULL when it does not apply
   */
  static Column collect(Column clean, List<Column> reasons) {
    if (reasons.isEmpty()) {
      return none();
    }
    return when(clean, none()).otherwise(array_compact(array(reasons.toArray(Column[]::new))));
  }

  /** True when every one of them is; {@code true} for none. */
  static Column all(List<Column> conditions) {
    return conditions.stream().reduce(Column::and).orElse(lit(true));
  }
}
