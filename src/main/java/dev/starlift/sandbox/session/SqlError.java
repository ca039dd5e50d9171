package dev.starlift.sandbox.session;

/** An error that the client is sent as an ErrorResponse; the session lives on. */
public final class SqlError extends Exception {
  private final String state;
  private final String detail;
  private final String hint;
  private final int position;

  /**
   * @param state SQLSTATE, five characters
   * @param message Redshift's wording where it is known
   * @param detail empty for none
   * @param hint empty for none
   * @param position character in the client's own text, from 1; 0 for none
   */
  public SqlError(String state, String message, String detail, String hint, int position) {
    super(message);
    this.state = state;
    this.detail = detail;
    this.hint = hint;
    this.position = position;
  }

  public SqlError(String state, String message) {
    this(state, message, "", "", 0);
  }

  public String state() {
    return state;
  }

  public String detail() {
    return detail;
  }

  public String hint() {
    return hint;
  }

  public int position() {
    return position;
  }
}
