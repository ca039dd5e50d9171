package dev.starlift.load;

import dev.starlift.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the statements that were sent until the run folder takes them: writing them to S3 one by
 * one inside the transaction would hold its locks for longer.
 */
public final class StatementJournal implements Consumer<Statement> {
  private final List<Statement> sent = new ArrayList<>();

  @Override
  public synchronized void accept(Statement statement) {
    sent.add(statement);
  }

  /** Hands over what was sent since the last call, in order. */
  public synchronized List<Statement> drain() {
    List<Statement> drained = List.copyOf(sent);
    sent.clear();
    return drained;
  }
}
