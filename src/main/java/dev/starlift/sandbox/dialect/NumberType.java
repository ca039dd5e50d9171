package dev.starlift.sandbox.dialect;

/**
 * The type that Redshift gives a computed number.
 *
 * @param precision 0 for DOUBLE PRECISION
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html">Computations
 *     with numeric values</a>
 */
record NumberType(int precision, int scale) {
  static final NumberType DOUBLE = new NumberType(0, 0);
  static final NumberType SMALLINT = new NumberType(5, 0);
  static final NumberType INTEGER = new NumberType(10, 0);
  static final NumberType BIGINT = new NumberType(19, 0);

  private static final int MAX_PRECISION = 38;

  /** The most digits that fit into 64 bits. */
  private static final int SHORT_PRECISION = 19;

  private static final int LEAST_QUOTIENT_SCALE = 4;

  boolean isDouble() {
    return precision == 0;
  }

  /** As a column's {@code atttypmod} has it. */
  static NumberType ofModifier(int modifier) {
    int packed = modifier - 4;
    return new NumberType((packed >> 16) & 0xffff, packed & 0x7ff);
  }

  String sql() {
    return isDouble() ? "float8" : "numeric(" + precision + "," + scale + ")";
  }

  NumberType plus(NumberType other) {
    int digits = Math.max(precision - scale, other.precision - other.scale);
    int fraction = Math.max(scale, other.scale);
    return limited(digits + 1 + fraction, fraction);
  }

  NumberType times(NumberType other) {
    return limited(precision + other.precision + 1, scale + other.scale);
  }

  NumberType dividedBy(NumberType other) {
    int fraction = Math.max(LEAST_QUOTIENT_SCALE, scale + other.precision - other.scale + 1);
    return limited(precision - scale + other.scale + fraction, fraction);
  }

  /** Of values of one type or the other: CASE, COALESCE, UNION. */
  NumberType or(NumberType other) {
    if (isDouble() || other.isDouble()) {
      return DOUBLE;
    }
    int fraction = Math.max(scale, other.scale);
    int digits = Math.max(precision - scale, other.precision - other.scale);
    return limited(digits + fraction, fraction);
  }

  NumberType sum() {
    return isDouble() ? this : new NumberType(MAX_PRECISION, scale);
  }

  NumberType average() {
    return isDouble()
        ? this
        : new NumberType(precision <= SHORT_PRECISION ? SHORT_PRECISION : MAX_PRECISION, scale);
  }

  /** Rounded or cut to so many digits behind the point. */
  NumberType rounded(int digits) {
    return isDouble() ? this : limited(precision - scale + 1 + digits, digits);
  }

  private static NumberType limited(int precision, int scale) {
    return precision <= MAX_PRECISION
        ? new NumberType(precision, scale)
        : new NumberType(
            MAX_PRECISION,
            Math.max(MAX_PRECISION + scale - precision, Math.min(LEAST_QUOTIENT_SCALE, scale)));
  }
}
