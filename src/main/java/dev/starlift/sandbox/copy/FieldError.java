package dev.starlift.sandbox.copy;

/**
 * A value or line that COPY refuses, with its code in Redshift's reference. Thrown per row, so it
 * carries no stack trace.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html">Load
 *     error reference</a>
 */
final class FieldError extends Exception {
  static final int EXTRA_COLUMNS = 1202;
  static final int MISSING_COLUMNS = 1203;
  static final int OUT_OF_RANGE = 1204;
  static final int DATE_FORMAT = 1205;
  static final int TIMESTAMP_FORMAT = 1206;
  static final int INVALID_DIGIT = 1207;
  static final int FLOAT_FORMAT = 1208;
  static final int DECIMAL_FORMAT = 1209;
  static final int BOOLEAN_FORMAT = 1210;
  static final int EMPTY_LINE = 1211;
  static final int MISSING_VALUE = 1213;
  static final int DELIMITER_NOT_FOUND = 1214;
  static final int INVALID_LINE = 1216;
  static final int INVALID_IDENTITY = 1217;
  static final int NUL_WITH_TEXT = 1218;
  static final int HEX_DIGIT = 1219;
  static final int INVALID_TEXT = 1220;
  static final int WRONG_ENCODING = 1221;
  static final int INTEGER_OVERFLOW = 1222;
  static final int INVALID_JSON = 1224;

  private final int code;

  FieldError(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
