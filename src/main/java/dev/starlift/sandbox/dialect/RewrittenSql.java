package dev.starlift.sandbox.dialect;

import java.util.List;
import java.util.Optional;

/** PostgreSQL's text of a statement, and where each part of it came from. */
public final class RewrittenSql {
  private final String text;
  private final List<Piece> pieces;
  private final Optional<RewrittenSql> earlier;

  RewrittenSql(String text, List<Piece> pieces) {
    this(text, pieces, Optional.empty());
  }

  private RewrittenSql(String text, List<Piece> pieces, Optional<RewrittenSql> earlier) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.earlier = earlier;
  }

  /** The same, where what was rewritten had itself been rewritten from the client's text. */
  public RewrittenSql after(RewrittenSql first) {
    return new RewrittenSql(
        text, pieces, Optional.of(earlier.map(step -> step.after(first)).orElse(first)));
  }

  /**
   * A part of the text.
   *
   * @param end the offset behind it
   * @param source where it began in the client's text
   * @param isCopied whether it is the client's text; otherwise it stands for what began there
   */
  record Piece(int end, int source, boolean isCopied) {}

  /** Text of our own, that no part of the client's text stands for. */
  public static RewrittenSql of(String text) {
    return new RewrittenSql(text, List.of());
  }

  public String text() {
    return text;
  }

  /**
   * @param offset in {@link #text}, from 0
   * @return the offset in the client's text, or -1 if it has none
   */
  public int sourceOffset(int offset) {
    int source = ownSourceOffset(offset);
    return source < 0 || earlier.isEmpty() ? source : earlier.get().sourceOffset(source);
  }

  private int ownSourceOffset(int offset) {
    int start = 0;
    for (Piece piece : pieces) {
      if (offset < piece.end() || (offset == text.length() && piece.end() == offset)) {
        return piece.isCopied() ? piece.source() + (offset - start) : piece.source();
      }
      start = piece.end();
    }
    return -1;
  }
}
