package dev.starlift.sandbox.wire;

import java.time.Instant;

/**
 * A statement at work, with its number.
 *
 * @param rows that earlier portions of its result had
 */
record Running(long id, Instant start, String head, String text, long rows) {
  Running withMoreRows(long more) {
    return new Running(id, start, head, text, rows + more);
  }
}
