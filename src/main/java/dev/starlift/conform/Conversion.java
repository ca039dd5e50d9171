package dev.starlift.conform;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * One value on its way into a column type: it arrives exactly, or there is a reason against it.
 *
 * @param value the value; NULL when the input is NULL or does not fit. Never raises an error
 * @param reason what is wrong; meaningful only where the input is there and {@code value} is NULL
 */
record Conversion(Column value, Column reason) {
  /** Of a value that has the column type already. */
  static Conversion none(Column value) {
    return new Conversion(value, lit(null).cast(Reasons.REASON));
  }
}
