package dev.starlift.ddl;

import java.util.Locale;

/**
 * One token of SQL text.
 *
 * @param text exactly as written, quotes included
 * @param start offset of its first character in the text
 * @param line from 1
 * @param column from 1
 */
public record Token(Kind kind, String text, int start, int line, int column) {
  public enum Kind {
    /** A bare word: keyword or unquoted name. */
    WORD,
    QUOTED_NAME,
    STRING,
    /** {@code $tag$ … $tag$}. */
    DOLLAR_STRING,
    NUMBER,
    /** {@code $1}, {@code ?}. */
    PARAMETER,
    /** Operators and punctuation; parentheses, commas, dots and semicolons come one by one. */
    SYMBOL,
    /** Only where the caller asks to keep them. */
    SPACE,
    COMMENT,
    /** An unclosed string, name or comment: the rest of the text. */
    UNCLOSED,
    END
  }

  /** Offset just behind the token. */
  public int end() {
    return start + text.length();
  }

  /** Is this the bare keyword, in any case? A quoted name never is. */
  public boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** The value of a name or string without its quotes; other tokens as written. */
  public String value() {
    return switch (kind) {
      case QUOTED_NAME -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
      case STRING -> stringValue();
      case DOLLAR_STRING -> {
        int tag = text.indexOf('$', 1) + 1;
        yield text.substring(tag, text.length() - tag);
      }
      default -> text;
    };
  }

  /** The word in upper case, for a switch over keywords. */
  public String keyword() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
  }

  private String stringValue() {
    int open = text.indexOf('\'');
    String inner = text.substring(open + 1, text.length() - 1);
    StringBuilder value = new StringBuilder(inner.length());
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\'' && i + 1 < inner.length()) {
        i++; // doubled quote
      } else if (c == '\\' && i + 1 < inner.length()) {
        i++;
        c = escaped(inner.charAt(i));
      }
      value.append(c);
    }
    return value.toString();
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }
}
