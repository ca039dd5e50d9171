package dev.starlift.model;

/** Why a row was rejected. The constant's name is what reports and reject files hold. */
public enum RejectCode {
  // The record could not be read.
  BAD_UTF8,
  NUL,
  QUOTE,
  COLUMNS_FEW,
  COLUMNS_MANY,
  HEADER_REPEAT,
  JSON_SYNTAX,
  JSON_TRAILING,
  JSON_DUP_KEY,
  JSON_DEPTH,
  SURROGATE,
  UNKNOWN_FIELD,
  // A value does not fit its type.
  TYPE,
  INT,
  DECIMAL,
  FLOAT,
  NONFINITE,
  BOOL,
  DATE,
  DATE_RANGE,
  TIME,
  TIMESTAMP,
  TZ,
  /** A time that clocks of the declared zone never showed. */
  DST_GAP,
  /** A number that is no time of this age in the declared unit. */
  EPOCH_UNIT,
  RANGE,
  TOO_LONG,
  CHAR_MULTIBYTE,
  BINARY,
  PATTERN,
  /** Not one of the values that the contract lists. */
  ENUMERATION,
  NOT_NULL,
  // The row does not fit the others.
  NULL_KEY,
  KEY_TIE,
  /** An older or identical version of a row whose key came again: the declared order decided. */
  SUPERSEDED,
  LOOKUP,
  CHECK;

  /** Does such a row count against {@code max-rejects}? What the job itself ordered does not. */
  public boolean countsTowardsLimit() {
    return this != SUPERSEDED;
  }
}
