package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import dev.starlift.sandbox.copy.UnloadStatement.Overwrite;
import dev.starlift.sandbox.copy.UnloadStatement.TextLayout;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads UNLOAD by its tokens. What Redshift knows and the sandbox does not, is refused by name.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html">UNLOAD</a>
 */
final class UnloadParser {
  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);
  private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1 << 30);
  private static final long MIN_FILE_BYTES = 5L << 20;
  private static final long MAX_FILE_BYTES = GIGABYTE.multiply(new BigDecimal("6.2")).longValue();

  private final TokenCursor cursor;
  private final String accessKey;
  private final Map<String, Token> given = new HashMap<>();
  private FileFormat format = FileFormat.TEXT;
  private Compression compression = Compression.NONE;
  private Manifest manifest = Manifest.NONE;
  private boolean parallel = true;
  private long maxFileBytes = MAX_FILE_BYTES;
  private int rowGroupBytes = 32 << 20;
  private byte delimiter;
  private String nullAs = "";
  private String extension = "";

  private UnloadParser(List<Token> tokens, String accessKey) {
    this.cursor = new TokenCursor(tokens);
    this.accessKey = accessKey;
  }

  /**
   * @param accessKey the key that S3 knows
   */
  static UnloadStatement parse(List<Token> tokens, String accessKey) throws SqlError {
    return new UnloadParser(tokens, accessKey).statement();
  }

  private UnloadStatement statement() throws SqlError {
    cursor.expectWord("UNLOAD");
    cursor.expectSymbol("(");
    String query = cursor.expectString("a query");
    cursor.expectSymbol(")");
    cursor.expectWord("TO");
    S3Location target = target();
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
      throw cursor.syntax("UNLOAD to S3 needs IAM_ROLE or CREDENTIALS");
    }
    requireOptionsThatGoTogether();
    return new UnloadStatement(
        query,
        target,
        format,
        compression,
        manifest,
        has("CLEANPATH") ? Overwrite.CLEAN : has("ALLOWOVERWRITE") ? Overwrite.ALLOW : Overwrite.NO,
        parallel,
        maxFileBytes,
        rowGroupBytes,
        extension,
        new TextLayout(
            has("DELIMITER") ? delimiter : (byte) (format == FileFormat.CSV ? ',' : '|'),
            nullAs,
            has("HEADER"),
            has("ADDQUOTES"),
            has("ESCAPE")));
  }

  private S3Location target() throws SqlError {
    Token at = cursor.peek();
    String target = cursor.expectString("an s3:// address");
    try {
      return S3Location.parse(target);
    } catch (IllegalArgumentException e) {
      throw cursor.invalid(at, e.getMessage());
    }
  }

  private void option() throws SqlError {
    Token at = cursor.next();
    String keyword = at.keyword();
    switch (keyword) {
      case "HEADER", "ADDQUOTES", "ESCAPE", "ALLOWOVERWRITE", "CLEANPATH" -> remember(keyword, at);
      case "FORMAT" -> {
        cursor.skipWord("AS");
        format(cursor.next());
      }
      case "PARQUET", "CSV", "JSON" -> format(at);
      case "GZIP", "ZSTD", "BZIP2" -> {
        remember("compression", at);
        compression = Compression.valueOf(keyword);
      }
      case "MANIFEST" -> {
        remember(keyword, at);
        manifest = cursor.skipWord("VERBOSE") ? Manifest.VERBOSE : Manifest.PLAIN;
      }
      case "PARALLEL" -> parallel(at);
      case "MAXFILESIZE" -> maxFileBytes = maxFileSize(at);
      case "ROWGROUPSIZE" -> rowGroupBytes = rowGroupSize(at);
      case "DELIMITER" -> delimiter = delimiter(at);
      case "NULL" -> nullAs = SqlText.nullMarker(string(keyword, at));
      case "EXTENSION" -> extension = string(keyword, at).value();
      case "REGION" -> string(keyword, at);
      case "ENCRYPTED", "FIXEDWIDTH", "KMS_KEY_ID", "MASTER_SYMMETRIC_KEY", "PARTITION" ->
          throw cursor.unsupported(at, "UNLOAD option " + keyword);
      default ->
          throw new SqlError(
              TokenCursor.SYNTAX_ERROR,
              at.kind() == Token.Kind.WORD
                  ? "syntax error at or near \"" + at.text() + "\": unknown UNLOAD option"
                  : "syntax error: expected an UNLOAD option",
              "",
              "",
              at.start() + 1);
    }
  }

  private void format(Token name) throws SqlError {
    remember("FORMAT", name);
    switch (name.keyword()) {
      case "PARQUET" -> format = FileFormat.PARQUET;
      case "CSV" -> format = FileFormat.CSV;
      default -> throw cursor.unsupported(name, "UNLOAD to format " + name.text());
    }
  }

  private void parallel(Token at) throws SqlError {
    remember("PARALLEL", at);
    switch (cursor.next().keyword()) {
      case "ON", "TRUE" -> parallel = true;
      case "OFF", "FALSE" -> parallel = false;
      default -> throw cursor.invalid(at, "PARALLEL is ON or OFF");
    }
  }

  private long maxFileSize(Token at) throws SqlError {
    remember("MAXFILESIZE", at);
    cursor.skipWord("AS");
    long bytes = size(at, MEGABYTE);
    if (bytes < MIN_FILE_BYTES || bytes > MAX_FILE_BYTES) {
      throw cursor.invalid(at, "MAXFILESIZE must be between 5 MB and 6.2 GB");
    }
    return bytes;
  }

  private int rowGroupSize(Token at) throws SqlError {
    remember("ROWGROUPSIZE", at);
    cursor.skipWord("AS");
    long bytes = size(at, MEGABYTE);
    if (bytes < 32L << 20 || bytes > 128L << 20) {
      throw cursor.invalid(at, "ROWGROUPSIZE must be between 32 MB and 128 MB");
    }
    return (int) bytes;
  }

  private long size(Token at, BigDecimal defaultUnit) throws SqlError {
    Token number = cursor.next();
    BigDecimal unit = defaultUnit;
    if (cursor.skipWord("GB")) {
      unit = GIGABYTE;
    } else if (cursor.skipWord("MB")) {
      unit = MEGABYTE;
    }
    try {
      return new BigDecimal(number.value()).multiply(unit).longValue();
    } catch (NumberFormatException e) {
      throw cursor.invalid(at, at.keyword() + " needs a number");
    }
  }

  private byte delimiter(Token at) throws SqlError {
    Token string = string("DELIMITER", at);
    byte[] bytes = SqlText.character(string).getBytes(StandardCharsets.UTF_8);
    if (bytes.length != 1 || bytes[0] < 0) {
      throw cursor.invalid(string, "DELIMITER must be a single ASCII character");
    }
    return bytes[0];
  }

  private Token string(String option, Token at) throws SqlError {
    remember(option, at);
    cursor.skipWord("AS");
    Token string = cursor.peek();
    cursor.expectString("a value for " + option);
    return string;
  }

  private void remember(String option, Token at) throws SqlError {
    if (given.putIfAbsent(option, at) != null) {
      throw new SqlError(
          TokenCursor.SYNTAX_ERROR,
          "conflicting or redundant options: " + at.text(),
          "",
          "",
          at.start() + 1);
    }
  }

  private boolean has(String option) {
    return given.containsKey(option);
  }

  private void requireOptionsThatGoTogether() throws SqlError {
    if (has("CLEANPATH") && has("ALLOWOVERWRITE")) {
      throw conflict("CLEANPATH", "cannot be used with ALLOWOVERWRITE");
    }
    List<String> textOnly =
        List.of("HEADER", "ADDQUOTES", "ESCAPE", "DELIMITER", "NULL", "compression");
    for (String option : textOnly) {
      if (format == FileFormat.PARQUET && has(option)) {
        throw conflict(option, "option is not supported for UNLOAD to PARQUET");
      }
    }
    if (format == FileFormat.CSV && (has("ADDQUOTES") || has("ESCAPE"))) {
      throw conflict(has("ESCAPE") ? "ESCAPE" : "ADDQUOTES", "cannot be used with CSV");
    }
    if (format != FileFormat.PARQUET && has("ROWGROUPSIZE")) {
      throw conflict("ROWGROUPSIZE", "needs PARQUET");
    }
  }

  private SqlError conflict(String option, String why) {
    Token at = given.get(option);
    return new SqlError(TokenCursor.SYNTAX_ERROR, at.keyword() + " " + why, "", "", at.start() + 1);
  }
}
