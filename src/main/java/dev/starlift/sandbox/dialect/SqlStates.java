package dev.starlift.sandbox.dialect;

/** The SQLSTATEs of errors that the sandbox raises itself. */
public final class SqlStates {
  public static final String FEATURE_NOT_SUPPORTED = "0A000";
  public static final String STRING_TOO_LONG = "22001";
  public static final String INVALID_PARAMETER = "22023";
  public static final String ACTIVE_TRANSACTION = "25001";
  public static final String READ_ONLY = "25006";
  public static final String FAILED_TRANSACTION = "25P02";
  public static final String WRONG_PASSWORD = "28P01";
  public static final String UNDEFINED_DATABASE = "3D000";
  public static final String UNDEFINED_SCHEMA = "3F000";
  public static final String SERIALIZATION_FAILURE = "40001";
  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  public static final String SYNTAX_ERROR = "42601";
  public static final String UNDEFINED_OBJECT = "42704";
  public static final String DUPLICATE_OBJECT = "42710";
  public static final String UNDEFINED_TABLE = "42P01";
  public static final String DUPLICATE_DATABASE = "42P04";
  public static final String DEADLOCK_DETECTED = "40P01";
  public static final String PROGRAM_LIMIT_EXCEEDED = "54000";
  public static final String STATEMENT_TOO_COMPLEX = "54001";
  public static final String QUERY_CANCELED = "57014";
  public static final String INTERNAL_ERROR = "XX000";

  private SqlStates() {}
}
