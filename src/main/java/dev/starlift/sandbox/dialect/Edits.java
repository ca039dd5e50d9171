package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes to a part of the client's text, collected in any order and applied once. Where one change
 * lies inside another the larger wins.
 */
final class Edits {
  private final String source;
  private final int from;
  private final int to;
  private final List<Edit> edits = new ArrayList<>();

  Edits(String source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** Over the whole of a statement. */
  static Edits of(SourceStatement statement) {
    List<Token> tokens = statement.tokens();
    return new Edits(statement.sql(), tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
  }

  /**
   * @param copiedFrom where the text stands in the source too, or {@link #OWN} for text of our own
   */
  private record Edit(int start, int end, String text, int copiedFrom) {
    private static final int OWN = -1;

    Edit(int start, int end, String text) {
      this(start, end, text, OWN);
    }
  }

  void replace(Token token, String text) {
    edits.add(new Edit(token.start(), token.end(), text));
  }

  /** Replaces everything from the first token to the last, both included. */
  void replace(Token first, Token last, String text) {
    edits.add(new Edit(first.start(), last.end(), text));
  }

  void delete(Token first, Token last) {
    replace(first, last, "");
  }

  void insertBefore(Token token, String text) {
    edits.add(new Edit(token.start(), token.start(), text));
  }

  void insertAfter(Token token, String text) {
    edits.add(new Edit(token.end(), token.end(), text));
  }

  /** Inserts once more what stands from one token to another; errors in it lead back there. */
  void copyBefore(Token token, Token first, Token last) {
    String text = source.substring(first.start(), last.end());
    edits.add(new Edit(token.start(), token.start(), text, first.start()));
  }

  /** The same, where a query begins at a token that ends the text with its last one. */
  RewrittenSql applyWithQueryAt(Token query) {
    Edits before = new Edits(source, from, query.start());
    edits.stream().filter(edit -> edit.start() < query.start()).forEach(before.edits::add);
    return apply().withQueryAt(before.apply().text().length());
  }

  RewrittenSql apply() {
    List<Edit> ordered = new ArrayList<>(edits);
    // At one place insertions come first, in the order they were made; then the longest change.
    ordered.sort(
        Comparator.comparingInt(Edit::start)
            .thenComparing(edit -> edit.end() == edit.start() ? 0 : 1)
            .thenComparing(Comparator.comparingInt(Edit::end).reversed()));
    Pieces pieces = new Pieces();
    int at = from;
    for (Edit edit : ordered) {
      if (edit.start() < at) {
        continue;
      }
      pieces.add(source.substring(at, edit.start()), at, true);
      boolean copied = edit.copiedFrom() != Edit.OWN;
      pieces.add(edit.text(), copied ? edit.copiedFrom() : edit.start(), copied);
      at = edit.end();
    }
    pieces.add(source.substring(at, to), at, true);
    return pieces.build();
  }

  private static final class Pieces {
    private final StringBuilder text = new StringBuilder();
    private final List<RewrittenSql.Piece> pieces = new ArrayList<>();

    void add(String piece, int sourceStart, boolean isCopied) {
      if (piece.isEmpty()) {
        return;
      }
      text.append(piece);
      pieces.add(new RewrittenSql.Piece(text.length(), sourceStart, isCopied));
    }

    RewrittenSql build() {
      return new RewrittenSql(text.toString(), pieces);
    }
  }
}
