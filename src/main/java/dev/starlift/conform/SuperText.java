package dev.starlift.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.decode;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.starlift.model.RejectCode;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Text becomes a value of SUPER: it stays the JSON that it is.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html">Limitations
 *     of SUPER</a>
 */
final class SuperText {
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  /** The longest text inside. */
  private static final int MAX_TEXT_BYTES = 65_535;

  /** Escapes of JSON, the longest first, and as many letters as the meant character has bytes. */
  private static final String[][] ESCAPES = {
    {"\\\\\\\\", "x"},
    {"\\\\u00[0-7][0-9a-fA-F]", "x"},
    {"\\\\u(0[0-7]|[dD][89a-fA-F])[0-9a-fA-F]{2}", "xx"},
    {"\\\\u[0-9a-fA-F]{4}", "xxx"},
    {"\\\\.", "x"}
  };

  private SuperText() {}

  /**
   * Inside an array and inside an object, the text must be one value: a text that closes the one
   * and opens it again breaks the other.
   */
  static Conversion of(Column text, String column) {
    Column one =
        isJson(concat(lit("{\"v\":["), text, lit("]}")))
            .and(isJson(concat(lit("{\"v\":[{\"v\":"), text, lit("}]}"))));
    Column small = octet_length(text).leq(MAX_BYTES);
    Column longText = small.and(octet_length(text).gt(MAX_TEXT_BYTES)).and(holdsLongText(text));
    return new Conversion(
        when(small.and(not(text.contains("\0"))).and(one).and(not(longText)), text),
        when(
                not(small),
                Reasons.reason(
                    column,
                    RejectCode.TOO_LONG,
                    concat(
                        octet_length(text).cast(DataTypes.StringType),
                        lit(" bytes, SUPER holds " + MAX_BYTES))))
            .when(
                one.and(longText),
                Reasons.reason(
                    column,
                    RejectCode.TOO_LONG,
                    "a text of more than %,d bytes inside".formatted(MAX_TEXT_BYTES)))
            .otherwise(Reasons.reason(column, RejectCode.JSON_SYNTAX, "not one JSON value")));
  }

  private static Column isJson(Column document) {
    Column parsed =
        from_json(
            document,
            new StructType()
                .add("v", DataTypes.createArrayType(DataTypes.StringType))
                .add("broken", DataTypes.StringType),
            Map.of(
                "columnNameOfCorruptRecord", "broken",
                "allowSingleQuotes", "false",
                "allowNonNumericNumbers", "false"));
    return coalesce(
        parsed.getField("broken").isNull().and(size(parsed.getField("v")).equalTo(1)), lit(false));
  }

  /**
   * With escapes as long as what they mean, and a letter for each byte: once all texts of allowed
   * length are taken away, a quote is left only where a longer one begins.
   */
  private static Column holdsLongText(Column text) {
    Column meant = text;
    for (String[] escape : ESCAPES) {
      meant = regexp_replace(meant, escape[0], escape[1]);
    }
    Column bytes = decode(encode(meant, "UTF-8"), "ISO-8859-1");
    String allowed = "\"[^\"]{0,%d}\"".formatted(MAX_TEXT_BYTES);
    return regexp_replace(bytes, allowed, "").contains("\"");
  }
}
