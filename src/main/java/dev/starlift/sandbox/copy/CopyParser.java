package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads COPY by its tokens. What Redshift knows and the sandbox does not, is refused by name.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY</a>
 */
final class CopyParser extends TransferParser {
  /** An option of one word, present or not. */
  private static final Set<String> FLAGS =
      Set.of(
          "MANIFEST",
          "EMPTYASNULL",
          "BLANKSASNULL",
          "TRIMBLANKS",
          "IGNOREBLANKLINES",
          "IGNOREALLERRORS",
          "FILLRECORD",
          "TRUNCATECOLUMNS",
          "ROUNDEC",
          "NOLOAD",
          "EXPLICIT_IDS",
          "SERIALIZETOJSON",
          "ACCEPTANYDATE",
          "REMOVEQUOTES",
          "ESCAPE");

  private static final int MAX_ERRORS = 100_000;

  private FileFormat format = FileFormat.TEXT;
  private FieldMapping mapping = new FieldMapping.Auto(false);
  private Encoding encoding = Encoding.UTF8;
  private List<Integer> widths = List.of();
  private byte delimiter;
  private byte quote = '"';
  private long headerLines;
  private String nullAs = "\\N";
  private int replacement = ValueOptions.NO_REPLACEMENT;
  private String dateFormat = "";
  private String timeFormat = "";
  private long maxErrors;

  private CopyParser(List<Token> tokens, String accessKey) {
    super("COPY", tokens, accessKey);
  }

  /**
   * @param accessKey the key that S3 knows
   */
  static CopyStatement parse(List<Token> tokens, String accessKey) throws SqlError {
    return new CopyParser(tokens, accessKey).statement();
  }

  private CopyStatement statement() throws SqlError {
    cursor().expectWord("COPY");
    TableReference table = TableReference.parse(cursor());
    List<String> columns = columns();
    cursor().expectWord("FROM");
    S3Location source = location();
    readOptions();
    CopyRules.check(format, options());
    if (format == FileFormat.CSV && effectiveDelimiter() == quote) {
      throw new SqlError(TokenCursor.SYNTAX_ERROR, "DELIMITER and QUOTE must differ");
    }
    return new CopyStatement(
        table,
        columns,
        source,
        options().has("MANIFEST"),
        format,
        compression(),
        encoding,
        textOptions(),
        valueOptions(),
        mapping,
        options().has("IGNOREALLERRORS") ? Long.MAX_VALUE : maxErrors,
        options().has("NOLOAD"),
        options().has("EXPLICIT_IDS"),
        options().has("SERIALIZETOJSON"));
  }

  private List<String> columns() throws SqlError {
    List<String> columns = new ArrayList<>();
    if (cursor().skipSymbol("(")) {
      do {
        Token at = cursor().peek();
        String column = cursor().expectName();
        if (columns.contains(column)) {
          throw cursor().invalid(at, "column \"" + column + "\" specified more than once");
        }
        columns.add(column);
      } while (cursor().skipSymbol(","));
      cursor().expectSymbol(")");
    }
    return columns;
  }

  @Override
  void option(Token at) throws SqlError {
    String keyword = at.keyword();
    if (FLAGS.contains(keyword)) {
      options().remember(keyword, at);
      return;
    }
    switch (keyword) {
      case "PARQUET", "CSV", "AVRO", "JSON", "ORC", "FIXEDWIDTH", "SHAPEFILE" -> format(at);
      case "DELIMITER" -> delimiter = options().character(keyword, at);
      case "QUOTE" -> quote = options().character(keyword, at);
      case "IGNOREHEADER" -> headerLines = options().number(keyword, at, Long.MAX_VALUE);
      case "MAXERROR" -> maxErrors = options().number(keyword, at, MAX_ERRORS);
      case "NULL" -> nullAs = SqlText.nullMarker(options().string(keyword, at));
      case "DATEFORMAT" -> dateFormat = options().string(keyword, at).value();
      case "TIMEFORMAT" -> timeFormat = options().string(keyword, at).value();
      case "ACCEPTINVCHARS" -> acceptInvalidCharacters(at);
      case "COMPUPDATE" -> toggle(keyword, at);
      case "STATUPDATE" -> toggle(keyword, at);
      case "ENCODING" -> encoding(at);
      default -> throw unknown(at);
    }
  }

  @Override
  void format(Token name) throws SqlError {
    options().remember("FORMAT", name);
    switch (name.keyword()) {
      case "PARQUET" -> format = FileFormat.PARQUET;
      case "ORC" -> format = FileFormat.ORC;
      case "CSV" -> format = FileFormat.CSV;
      case "AVRO" -> namedFields(FileFormat.AVRO);
      case "JSON" -> namedFields(FileFormat.JSON);
      case "FIXEDWIDTH" -> {
        format = FileFormat.FIXEDWIDTH;
        widths = FixedWidths.of(options().value("FIXEDWIDTH"));
      }
      default -> throw cursor().unsupported(name, "COPY from format " + name.text());
    }
  }

  private void namedFields(FileFormat named) throws SqlError {
    format = named;
    cursor().skipWord("AS");
    Token at = cursor().peek();
    if (at.kind() != Token.Kind.STRING) {
      return;
    }
    switch (at.value()) {
      case "auto" -> mapping = new FieldMapping.Auto(false);
      case "auto ignorecase" -> mapping = new FieldMapping.Auto(true);
      case "noshred" -> mapping = new FieldMapping.NoShred();
      default -> {
        if (!at.value().startsWith("s3://")) {
          throw cursor()
              .invalid(
                  at,
                  "%s takes 'auto', 'auto ignorecase', 'noshred' or the s3:// address of a JSONPaths file"
                      .formatted(named));
        }
        mapping = new FieldMapping.Paths(location());
        return;
      }
    }
    cursor().next();
  }

  private void acceptInvalidCharacters(Token at) throws SqlError {
    options().remember("ACCEPTINVCHARS", at);
    replacement = '?';
    boolean as = cursor().skipWord("AS");
    if (as || cursor().peek().kind() == Token.Kind.STRING) {
      Token string = cursor().peek();
      String text = cursor().expectString("a character");
      if (text.length() != 1 || text.charAt(0) == 0 || text.charAt(0) > 0x7f) {
        throw cursor().invalid(string, "ACCEPTINVCHARS takes one ASCII character, not NUL");
      }
      replacement = text.charAt(0);
    }
  }

  /** Without compression and statistics of its own the sandbox has nothing to switch. */
  private void toggle(String keyword, Token at) throws SqlError {
    options().remember(keyword, at);
    List<String> values =
        keyword.equals("COMPUPDATE")
            ? List.of("ON", "OFF", "TRUE", "FALSE", "PRESET")
            : List.of("ON", "OFF", "TRUE", "FALSE");
    if (values.contains(cursor().peek().keyword())) {
      cursor().next();
    }
  }

  private void encoding(Token at) throws SqlError {
    options().remember("ENCODING", at);
    cursor().skipWord("AS");
    Token name = cursor().next();
    try {
      encoding = Encoding.valueOf(name.value().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw cursor().invalid(name, "ENCODING is one of UTF8, UTF16, UTF16LE, UTF16BE, ISO88591");
    }
  }

  private SqlError unknown(Token at) {
    return switch (at.keyword()) {
      case "ENCRYPTED", "JOB", "KMS_KEY_ID", "LZOP", "MASTER_SYMMETRIC_KEY", "READRATIO", "SSH" ->
          cursor().unsupported(at, "COPY option " + at.keyword());
      default -> StatementOptions.unknown(at, "COPY");
    };
  }

  private byte effectiveDelimiter() {
    if (options().has("DELIMITER")) {
      return delimiter;
    }
    return (byte) (format == FileFormat.CSV ? ',' : '|');
  }

  private TextOptions textOptions() {
    return new TextOptions(
        format == FileFormat.CSV,
        effectiveDelimiter(),
        quote,
        options().has("ESCAPE"),
        options().has("REMOVEQUOTES"),
        headerLines,
        options().has("IGNOREBLANKLINES"),
        options().has("FILLRECORD"),
        widths);
  }

  private ValueOptions valueOptions() {
    return new ValueOptions(
        nullAs,
        options().has("EMPTYASNULL"),
        options().has("BLANKSASNULL"),
        options().has("TRIMBLANKS"),
        options().has("TRUNCATECOLUMNS"),
        replacement,
        options().has("ROUNDEC"),
        options().has("ACCEPTANYDATE"),
        dateFormat,
        timeFormat);
  }
}
