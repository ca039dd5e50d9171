package dev.starlift.sandbox.share;

/**
 * The login by which consumers' connections read in producers' databases.
 *
 * @param postgresPort where PostgreSQL listens
 */
public record ShareReader(String role, String password, int postgresPort) {
  /** Without the password. */
  @Override
  public String toString() {
    return "ShareReader[role=" + role + "]";
  }
}
