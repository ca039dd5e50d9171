package dev.starlift.ddl;

/**
 * Ends the reading of one clause: its problem is among the findings already, and the parser goes on
 * behind the clause. Never leaves the package.
 */
final class Unexpected extends RuntimeException {
  Unexpected() {
    super(null, null, false, false);
  }
}
