package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.Set;

/**
 * The one transaction of the statements of a text, or of all messages up to a Sync. PostgreSQL
 * makes it of what it executes itself; where the gateway executes something too, it is a block that
 * the gateway opens and closes and the client never sees.
 */
final class ImplicitBlock {
  private static final Set<String> BEGINNINGS = Set.of("BEGIN", "START");
  private static final Set<String> ENDS = Set.of("COMMIT", "END", "ROLLBACK", "ABORT");

  private final Backend backend;
  private boolean open;

  ImplicitBlock(Backend backend) {
    this.backend = backend;
  }

  static boolean isBeginning(String head) {
    return BEGINNINGS.contains(head);
  }

  static boolean isEnd(String head) {
    return ENDS.contains(head);
  }

  boolean isOpen() {
    return open && backend.status() != 'I';
  }

  /** Opens it, unless a transaction is open already. */
  void open() throws SqlError, IOException {
    if (backend.status() == 'I') {
      backend.query("BEGIN");
      open = true;
    }
  }

  /** Opens it so that what the client's pipeline has done so far is in it. */
  void openInPipeline() throws SqlError, IOException {
    backend.select("BEGIN");
    open = true;
  }

  /** The client's own words rule now: it said BEGIN, or ended the transaction. */
  void leaveToClient() {
    open = false;
  }

  /**
   * Commits what succeeded, rolls back what failed.
   *
   * @throws SqlError if it cannot be committed; then it is rolled back
   */
  void close() throws SqlError, IOException {
    if (!open) {
      return;
    }
    open = false;
    if (backend.status() != 'I') {
      backend.query(backend.status() == 'T' ? "COMMIT" : "ROLLBACK");
    }
  }
}
