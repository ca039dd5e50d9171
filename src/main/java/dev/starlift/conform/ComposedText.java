package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.TableLoad;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import java.text.Normalizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Texts whose characters are put together from several, as e and an accent: they look like others
 * and are none of them.
 *
 * @see <a href="https://unicode.org/reports/tr15/">Unicode normalization forms</a>
 */
public final class ComposedText {
  /** Spark has no expression for it; texts of ASCII never come here. */
  private static final UserDefinedFunction IS_COMPOSED =
      udf(
          (UDF1<String, Boolean>) text -> Normalizer.isNormalized(text, Normalizer.Form.NFC),
          DataTypes.BooleanType);

  private ComposedText() {}

  /** 1 for a row whose business key has such a text, 0 for others. */
  public static Column missingInKey(TableLoad load) {
    Column found = lit(false);
    for (Identifier name : load.table().businessKey()) {
      ColumnType type = load.table().findColumn(name).orElseThrow().type();
      if (type instanceof ColumnType.Varchar) {
        Column text = Names.column(name.value());
        Column beyondAscii = octet_length(text).gt(length(text));
        Column composed = when(beyondAscii, IS_COMPOSED.apply(text)).otherwise(lit(true));
        found = found.or(coalesce(composed.equalTo(lit(false)), lit(false)));
      }
    }
    return when(found, 1L).otherwise(0L);
  }
}
