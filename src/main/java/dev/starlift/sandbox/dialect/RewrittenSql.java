package dev.starlift.sandbox.dialect;

import java.util.List;
import java.util.Optional;

/** PostgreSQL's text of a statement, and where each part of it came from. */
public final class RewrittenSql {
  private static final int NO_QUERY = -1;

  private final String text;
  private final List<Piece> pieces;
  private final Optional<RewrittenSql> earlier;

  /** Where the query begins that makes the rows of what the statement defines; none if negative. */
  private final int queryAt;

  RewrittenSql(String text, List<Piece> pieces) {
    this(text, pieces, Optional.empty(), NO_QUERY);
  }

  private RewrittenSql(
      String text, List<Piece> pieces, Optional<RewrittenSql> earlier, int queryAt) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.earlier = earlier;
    this.queryAt = queryAt;
  }

  /** The same, where what was rewritten had itself been rewritten from the client's text. */
  public RewrittenSql after(RewrittenSql first) {
    return new RewrittenSql(
        text, pieces, Optional.of(earlier.map(step -> step.after(first)).orElse(first)), queryAt);
  }

  RewrittenSql withQueryAt(int offset) {
    return new RewrittenSql(text, pieces, earlier, offset);
  }

  /** Has it a query at its end, {@code CREATE TABLE … AS query}? */
  public boolean endsInQuery() {
    return queryAt >= 0;
  }

  /** The query: at the end, or the whole. */
  String query() {
    return text.substring(Math.max(0, queryAt));
  }

  /** The same with text of our own around its query. */
  RewrittenSql aroundQuery(String before, String behind) {
    int start = Math.max(0, queryAt);
    String whole = text.substring(0, start) + before + query() + behind;
    int begin = start + before.length();
    return new RewrittenSql(
            whole,
            List.of(
                new Piece(start, 0, true),
                new Piece(begin, start, false),
                new Piece(whole.length() - behind.length(), start, true),
                new Piece(whole.length(), text.length(), false)))
        .after(this);
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
