package dev.starlift.conform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.Arrays;
import org.apache.spark.sql.Column;

/** Columns by name, whatever the name holds. */
final class Names {
  private Names() {}

  static Column column(String name) {
    return col(quoted(name));
  }

  static Column[] columns(String[] names) {
    return Arrays.stream(names).map(Names::column).toArray(Column[]::new);
  }

  /**
   * The column as that type, or NULL when it is none: what {@code try_cast} does, for which the
   * Java API of Spark 3.5 has no function.
   */
  static Column tryCast(String name, String sparkType) {
    return expr("try_cast(" + quoted(name) + " AS " + sparkType + ")");
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
