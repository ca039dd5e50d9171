package dev.starlift.sandbox.dialect;

import dev.starlift.sandbox.session.SqlError;

/** Between Java's offsets and the protocol's positions, which count characters from 1. */
public final class Positions {
  private Positions() {}

  /** The error with its position in the text that was rewritten. */
  static SqlError inSource(SqlError error, RewrittenSql rewritten, String source) {
    if (error.position() == 0) {
      return error;
    }
    int offset = rewritten.sourceOffset(toOffset(rewritten.text(), error.position()));
    return new SqlError(
        error.state(),
        error.getMessage(),
        error.detail(),
        error.hint(),
        offset < 0 ? 0 : ofOffset(source, offset));
  }

  public static int ofOffset(String text, int offset) {
    return text.codePointCount(0, Math.min(offset, text.length())) + 1;
  }

  /** The offset of a position; the text's end if it lies behind it. */
  public static int toOffset(String text, int position) {
    int characters = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.min(Math.max(position - 1, 0), characters));
  }
}
