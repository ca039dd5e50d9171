package dev.starlift.ddl;

import dev.starlift.model.Column.Encoding;
import dev.starlift.model.ColumnType;
import dev.starlift.model.ColumnType.BigInt;
import dev.starlift.model.ColumnType.Bool;
import dev.starlift.model.ColumnType.Char;
import dev.starlift.model.ColumnType.Decimal;
import dev.starlift.model.ColumnType.DoublePrecision;
import dev.starlift.model.ColumnType.Int;
import dev.starlift.model.ColumnType.Real;
import dev.starlift.model.ColumnType.SmallInt;
import dev.starlift.model.ColumnType.Varchar;
import java.util.Set;

/** What a column of a type may be, and which values it holds. */
final class TypeRules {
  /**
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html">DISTKEY
   *     and SORTKEY</a>
   */
  private static final Set<Class<? extends ColumnType>> KEYS =
      Set.of(
          Bool.class,
          Real.class,
          DoublePrecision.class,
          SmallInt.class,
          Int.class,
          BigInt.class,
          Decimal.class,
          ColumnType.Date.class,
          ColumnType.Time.class,
          ColumnType.TimeWithZone.class,
          ColumnType.Timestamp.class,
          ColumnType.TimestampWithZone.class,
          Char.class,
          Varchar.class);

  private static final Set<Class<? extends ColumnType>> TEXT = Set.of(Char.class, Varchar.class);
  private static final Set<Class<? extends ColumnType>> FLOATS =
      Set.of(Real.class, DoublePrecision.class);

  private TypeRules() {}

  static boolean canBeKey(ColumnType type) {
    return KEYS.contains(type.getClass());
  }

  static boolean canBeIdentity(ColumnType type) {
    return type instanceof Int || type instanceof BigInt;
  }

  static boolean canHaveCollation(ColumnType type) {
    return isText(type) || type instanceof ColumnType.Super;
  }

  /**
   * False only where the documentation excludes the pair: it is silent about the newer types.
   *
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html">
   *     Compression encodings</a>
   */
  static boolean canBeEncoded(ColumnType type, Encoding encoding) {
    boolean isBool = type instanceof Bool;
    boolean isWhole = type instanceof BigInt || type instanceof Decimal;
    return switch (encoding) {
      case RAW, RUNLENGTH, ZSTD -> true;
      case BYTEDICT -> !isBool;
      case LZO -> !isBool && !isFloat(type);
      case AZ64, DELTA -> !isBool && !isFloat(type) && !isText(type);
      case DELTA32K -> !isBool && !isFloat(type) && !isText(type) && !(type instanceof SmallInt);
      case MOSTLY8 -> isWhole || type instanceof Int || type instanceof SmallInt;
      case MOSTLY16 -> isWhole || type instanceof Int;
      case MOSTLY32 -> isWhole;
      case TEXT255, TEXT32K -> type instanceof Varchar;
    };
  }

  /** Does every value of one type fit exactly into the other? */
  static boolean holdsEveryValue(ColumnType wide, ColumnType narrow) {
    if (wide.equals(narrow)) {
      return true;
    }
    if (wide instanceof Varchar wideText && narrow instanceof Varchar narrowText) {
      return wideText.length() >= narrowText.length();
    }
    if (wide instanceof Decimal wideNumber && narrow instanceof Decimal narrowNumber) {
      int wideWhole = wideNumber.precision() - wideNumber.scale();
      int narrowWhole = narrowNumber.precision() - narrowNumber.scale();
      return wideNumber.scale() >= narrowNumber.scale() && wideWhole >= narrowWhole;
    }
    if (wide instanceof BigInt) {
      return narrow instanceof Int || narrow instanceof SmallInt;
    }
    return wide instanceof Int && narrow instanceof SmallInt;
  }

  private static boolean isText(ColumnType type) {
    return TEXT.contains(type.getClass());
  }

  private static boolean isFloat(ColumnType type) {
    return FLOATS.contains(type.getClass());
  }
}
