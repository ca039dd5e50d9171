package dev.starlift.conform;

import org.apache.spark.sql.Column;

/**
 * One value on its way into a column type: it arrives exactly, or there is a reason against it.
 *
 * @param value the value; NULL when the input is NULL or does not fit. Never raises an error
 * @param reason what is wrong; meaningful only where the input is there and {@code value} is NULL
 */
record Conversion(Column value, Column reason) {}
