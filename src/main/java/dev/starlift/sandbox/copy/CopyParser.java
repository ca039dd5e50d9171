package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads COPY by its tokens. What Redshift knows and the sandbox does not, is refused by name.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY</a>
 */
final class CopyParser {
  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html">COPY
   *     from columnar data formats</a>
   */
  private static final Set<String> ALLOWED_WITH_PARQUET =
      Set.of(
          "FORMAT",
          "MANIFEST",
          "STATUPDATE",
          "ACCEPTINVCHARS",
          "FILLRECORD",
          "EXPLICIT_IDS",
          "SERIALIZETOJSON");

  /** An option of one word, present or not. */
  private static final Set<String> FLAGS =
      Set.of(
          "MANIFEST",
          "EMPTYASNULL",
          "BLANKSASNULL",
          "TRIMBLANKS",
          "IGNOREBLANKLINES",
          "FILLRECORD",
          "TRUNCATECOLUMNS",
          "ROUNDEC",
          "NOLOAD",
          "EXPLICIT_IDS",
          "SERIALIZETOJSON",
          "ESCAPE");

  private static final int MAX_ERRORS = 100_000;

  private final TokenCursor cursor;
  private final String accessKey;
  private final StatementOptions options;
  private FileFormat format = FileFormat.TEXT;
  private Compression compression = Compression.NONE;
  private byte delimiter;
  private byte quote = '"';
  private long headerLines;
  private String nullAs = "\\N";
  private int replacement = TextOptions.NO_REPLACEMENT;
  private String dateFormat = "";
  private String timeFormat = "";
  private long maxErrors;

  private CopyParser(List<Token> tokens, String accessKey) {
    this.cursor = new TokenCursor(tokens);
    this.options = new StatementOptions(cursor);
    this.accessKey = accessKey;
  }

  /**
   * @param accessKey the key that S3 knows
   */
  static CopyStatement parse(List<Token> tokens, String accessKey) throws SqlError {
    return new CopyParser(tokens, accessKey).statement();
  }

  private CopyStatement statement() throws SqlError {
    cursor.expectWord("COPY");
    TableReference table = TableReference.parse(cursor);
    List<String> columns = columns();
    cursor.expectWord("FROM");
    S3Location source = source();
    boolean authorized = false;
    while (!cursor.atEnd()) {
      if (Authorization.parse(cursor, accessKey)) {
        if (authorized) {
          throw cursor.syntax("conflicting or redundant options");
        }
        authorized = true;
      } else {
        option();
      }
    }
    if (!authorized) {
      throw cursor.syntax("COPY from S3 needs IAM_ROLE or CREDENTIALS");
    }
    requireOptionsThatGoTogether();
    return new CopyStatement(
        table,
        columns,
        source,
        options.has("MANIFEST"),
        format,
        compression,
        textOptions(),
        maxErrors,
        options.has("NOLOAD"),
        options.has("EXPLICIT_IDS"),
        options.has("SERIALIZETOJSON"));
  }

  private List<String> columns() throws SqlError {
    List<String> columns = new ArrayList<>();
    if (cursor.skipSymbol("(")) {
      do {
        Token at = cursor.peek();
        String column = cursor.expectName();
        if (columns.contains(column)) {
          throw cursor.invalid(at, "column \"" + column + "\" specified more than once");
        }
        columns.add(column);
      } while (cursor.skipSymbol(","));
      cursor.expectSymbol(")");
    }
    return columns;
  }

  private S3Location source() throws SqlError {
    Token at = cursor.peek();
    String source = cursor.expectString("an s3:// address");
    try {
      return S3Location.parse(source);
    } catch (IllegalArgumentException e) {
      throw source.startsWith("s3://")
          ? cursor.invalid(at, e.getMessage())
          : cursor.unsupported(at, "COPY from something else than s3://");
    }
  }

  private void option() throws SqlError {
    Token at = cursor.next();
    String keyword = at.keyword();
    if (FLAGS.contains(keyword)) {
      options.remember(keyword, at);
      return;
    }
    switch (keyword) {
      case "FORMAT" -> {
        cursor.skipWord("AS");
        format(cursor.next());
      }
      case "PARQUET", "CSV", "AVRO", "JSON", "ORC", "FIXEDWIDTH", "SHAPEFILE" -> format(at);
      case "GZIP", "ZSTD", "BZIP2" -> {
        options.remember("compression", at);
        compression = Compression.valueOf(keyword);
      }
      case "DELIMITER" -> delimiter = options.character(keyword, at);
      case "QUOTE" -> quote = options.character(keyword, at);
      case "IGNOREHEADER" -> headerLines = options.number(keyword, at, Long.MAX_VALUE);
      case "MAXERROR" -> maxErrors = options.number(keyword, at, MAX_ERRORS);
      case "NULL" -> nullAs = SqlText.nullMarker(options.string(keyword, at));
      case "DATEFORMAT" -> dateFormat = options.string(keyword, at).value();
      case "TIMEFORMAT" -> timeFormat = options.string(keyword, at).value();
      case "ACCEPTINVCHARS" -> acceptInvalidCharacters(at);
      case "COMPUPDATE" -> toggle(keyword, at);
      case "STATUPDATE" -> toggle(keyword, at);
      case "REGION" -> options.string(keyword, at);
      case "ENCODING" -> encoding(at);
      default -> throw unknown(at);
    }
  }

  private void format(Token name) throws SqlError {
    options.remember("FORMAT", name);
    switch (name.keyword()) {
      case "PARQUET" -> format = FileFormat.PARQUET;
      case "CSV" -> format = FileFormat.CSV;
      default -> throw cursor.unsupported(name, "COPY from format " + name.text());
    }
  }

  private void acceptInvalidCharacters(Token at) throws SqlError {
    options.remember("ACCEPTINVCHARS", at);
    replacement = '?';
    boolean as = cursor.skipWord("AS");
    if (as || cursor.peek().kind() == Token.Kind.STRING) {
      Token string = cursor.peek();
      String text = cursor.expectString("a character");
      if (text.length() != 1 || text.charAt(0) == 0 || text.charAt(0) > 0x7f) {
        throw cursor.invalid(string, "ACCEPTINVCHARS takes one ASCII character, not NUL");
      }
      replacement = text.charAt(0);
    }
  }

  /** Without compression and statistics of its own the sandbox has nothing to switch. */
  private void toggle(String keyword, Token at) throws SqlError {
    options.remember(keyword, at);
    List<String> values =
        keyword.equals("COMPUPDATE")
            ? List.of("ON", "OFF", "TRUE", "FALSE", "PRESET")
            : List.of("ON", "OFF", "TRUE", "FALSE");
    if (values.contains(cursor.peek().keyword())) {
      cursor.next();
    }
  }

  private void encoding(Token at) throws SqlError {
    options.remember("ENCODING", at);
    cursor.skipWord("AS");
    Token name = cursor.next();
    if (!name.value().toUpperCase(Locale.ROOT).equals("UTF8")) {
      throw cursor.unsupported(name, "ENCODING " + name.text());
    }
  }

  private SqlError unknown(Token at) {
    return switch (at.keyword()) {
      case "ACCEPTANYDATE",
          "ENCRYPTED",
          "IGNOREALLERRORS",
          "JOB",
          "KMS_KEY_ID",
          "LZOP",
          "MASTER_SYMMETRIC_KEY",
          "READRATIO",
          "REMOVEQUOTES",
          "SSH" ->
          cursor.unsupported(at, "COPY option " + at.keyword());
      default -> StatementOptions.unknown(at, "COPY");
    };
  }

  private void requireOptionsThatGoTogether() throws SqlError {
    if (format == FileFormat.PARQUET) {
      for (Map.Entry<String, Token> option : options.given().entrySet()) {
        if (!ALLOWED_WITH_PARQUET.contains(option.getKey())) {
          Token at = option.getValue();
          throw StatementOptions.error(
              TokenCursor.NOT_SUPPORTED,
              at,
              at.keyword() + " argument is not supported for PARQUET based COPY");
        }
      }
      return;
    }
    boolean csv = format == FileFormat.CSV;
    options.refuseIf(options.has("SERIALIZETOJSON"), "SERIALIZETOJSON", "needs a columnar format");
    options.refuseIf(csv && options.has("ESCAPE"), "ESCAPE", "cannot be used with CSV");
    options.refuseIf(!csv && options.has("QUOTE"), "QUOTE", "needs CSV");
    if (csv && effectiveDelimiter() == quote) {
      throw new SqlError(TokenCursor.SYNTAX_ERROR, "DELIMITER and QUOTE must differ");
    }
  }

  private byte effectiveDelimiter() {
    if (options.has("DELIMITER")) {
      return delimiter;
    }
    return (byte) (format == FileFormat.CSV ? ',' : '|');
  }

  private TextOptions textOptions() {
    return new TextOptions(
        format == FileFormat.CSV,
        effectiveDelimiter(),
        quote,
        options.has("ESCAPE"),
        headerLines,
        nullAs,
        options.has("EMPTYASNULL"),
        options.has("BLANKSASNULL"),
        options.has("TRIMBLANKS"),
        options.has("IGNOREBLANKLINES"),
        options.has("FILLRECORD"),
        options.has("TRUNCATECOLUMNS"),
        replacement,
        options.has("ROUNDEC"),
        dateFormat,
        timeFormat);
  }
}
