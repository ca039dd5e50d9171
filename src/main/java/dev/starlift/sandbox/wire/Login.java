package dev.starlift.sandbox.wire;

/**
 * The one login of a sandbox.
 *
 * @param user of every namespace, and of PostgreSQL
 */
public record Login(String user, String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
