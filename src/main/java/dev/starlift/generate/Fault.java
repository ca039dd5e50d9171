package dev.starlift.generate;

import dev.starlift.model.RejectCode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * One way to break the contract. It adds lines after a clean one, and the clean row stays among the
 * accepted ones whatever happens to the added.
 */
sealed interface Fault {
  /** With what the broken lines must be rejected. */
  RejectCode code();

  /** The column that the reject names; empty when it is the whole record. */
  String column();

  /**
   * The lines to add.
   *
   * @param clean the line before them
   * @param unused a line like it whose key no other line has
   */
  List<String> lines(RawLine clean, RawLine unused);

  /** The lines that must be rejected, counted from the clean line, which is 0. */
  default List<Integer> rejected() {
    return List.of(1);
  }

  /** A value that is not one of the column's type, too long, or unknown elsewhere. */
  record WrongValue(RejectCode code, String column, String field, String text) implements Fault {
    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.withText(field, text).text());
    }
  }

  /** A row whose unused key should be known elsewhere. */
  record Orphan(String column) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.LOOKUP;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.text());
    }
  }

  /** A required value that is null, or in CSV empty. */
  record NoValue(String column) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.NOT_NULL;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.withNothing(column).text());
    }
  }

  /** A required JSON field that is not there. */
  record NoField(String column) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.NOT_NULL;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.without(column).text());
    }
  }

  /** A CSV record without its last field. */
  record FewFields(String last) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.COLUMNS_FEW;
    }

    @Override
    public String column() {
      return "";
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.without(last).text());
    }
  }

  /** A CSV record with a field more than the header. */
  record ManyFields() implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.COLUMNS_MANY;
    }

    @Override
    public String column() {
      return "";
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.text() + ",surplus");
    }
  }

  /** A JSON object that ends in the middle, where the next field should begin. */
  record CutShort() implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.JSON_SYNTAX;
    }

    @Override
    public String column() {
      return "";
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      String text = unused.text();
      return List.of(text.substring(0, text.indexOf(',', text.length() / 2) + 1));
    }
  }

  /** A JSON object that names a field twice. */
  record RepeatedName(String column) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.JSON_DUP_KEY;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      String text = unused.text();
      String again = ",\"" + column + "\":\"" + unused.value(column) + "\"}";
      return List.of(text.substring(0, text.length() - 1) + again);
    }
  }

  /** The same line again: the last one counts, so the clean line is the one that is superseded. */
  record Redelivered(String column) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.SUPERSEDED;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(clean.text());
    }

    @Override
    public List<Integer> rejected() {
      return List.of(0);
    }
  }

  /** An older state of the clean row that arrives after it. */
  record Outdated(String column, String loadedAt, String field, String text) implements Fault {
    private static final DateTimeFormatter TIMESTAMP =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @Override
    public RejectCode code() {
      return RejectCode.SUPERSEDED;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      LocalDateTime loaded = LocalDateTime.parse(clean.value(loadedAt), TIMESTAMP);
      RawLine older = clean.withText(loadedAt, loaded.minusDays(1).format(TIMESTAMP));
      return List.of(older.withText(field, text).text());
    }
  }

  /** Two rows with one key, equally old, that say different things: neither can be believed. */
  record Tied(String column, String field, String text) implements Fault {
    @Override
    public RejectCode code() {
      return RejectCode.KEY_TIE;
    }

    @Override
    public List<String> lines(RawLine clean, RawLine unused) {
      return List.of(unused.text(), unused.withText(field, text).text());
    }

    @Override
    public List<Integer> rejected() {
      return List.of(1, 2);
    }
  }
}
