package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import dev.starlift.sandbox.copy.UnloadStatement.Overwrite;
import dev.starlift.sandbox.copy.UnloadStatement.TextLayout;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.math.BigDecimal;
import java.util.List;

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

  private static final List<String> TEXT_ONLY =
      List.of("HEADER", "ADDQUOTES", "ESCAPE", "DELIMITER", "NULL", "compression");

  private final TokenCursor cursor;
  private final String accessKey;
  private final StatementOptions options;
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
    this.options = new StatementOptions(cursor);
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
        options.has("CLEANPATH")
            ? Overwrite.CLEAN
            : options.has("ALLOWOVERWRITE") ? Overwrite.ALLOW : Overwrite.NO,
        parallel,
        maxFileBytes,
        rowGroupBytes,
        extension,
        new TextLayout(
            options.has("DELIMITER") ? delimiter : (byte) (format == FileFormat.CSV ? ',' : '|'),
            nullAs,
            options.has("HEADER"),
            options.has("ADDQUOTES"),
            options.has("ESCAPE")));
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
      case "HEADER", "ADDQUOTES", "ESCAPE", "ALLOWOVERWRITE", "CLEANPATH" ->
          options.remember(keyword, at);
      case "FORMAT" -> {
        cursor.skipWord("AS");
        format(cursor.next());
      }
      case "PARQUET", "CSV", "JSON" -> format(at);
      case "GZIP", "ZSTD", "BZIP2" -> {
        options.remember("compression", at);
        compression = Compression.valueOf(keyword);
      }
      case "MANIFEST" -> {
        options.remember(keyword, at);
        manifest = cursor.skipWord("VERBOSE") ? Manifest.VERBOSE : Manifest.PLAIN;
      }
      case "PARALLEL" -> parallel(at);
      case "MAXFILESIZE" -> maxFileBytes = maxFileSize(at);
      case "ROWGROUPSIZE" -> rowGroupBytes = rowGroupSize(at);
      case "DELIMITER" -> delimiter = options.character(keyword, at);
      case "NULL" -> nullAs = SqlText.nullMarker(options.string(keyword, at));
      case "EXTENSION" -> extension = options.string(keyword, at).value();
      case "REGION" -> options.string(keyword, at);
      case "ENCRYPTED", "FIXEDWIDTH", "KMS_KEY_ID", "MASTER_SYMMETRIC_KEY", "PARTITION" ->
          throw cursor.unsupported(at, "UNLOAD option " + keyword);
      default -> throw StatementOptions.unknown(at, "UNLOAD");
    }
  }

  private void format(Token name) throws SqlError {
    options.remember("FORMAT", name);
    switch (name.keyword()) {
      case "PARQUET" -> format = FileFormat.PARQUET;
      case "CSV" -> format = FileFormat.CSV;
      default -> throw cursor.unsupported(name, "UNLOAD to format " + name.text());
    }
  }

  private void parallel(Token at) throws SqlError {
    options.remember("PARALLEL", at);
    switch (cursor.next().keyword()) {
      case "ON", "TRUE" -> parallel = true;
      case "OFF", "FALSE" -> parallel = false;
      default -> throw cursor.invalid(at, "PARALLEL is ON or OFF");
    }
  }

  private long maxFileSize(Token at) throws SqlError {
    options.remember("MAXFILESIZE", at);
    cursor.skipWord("AS");
    long bytes = size(at, MEGABYTE);
    if (bytes < MIN_FILE_BYTES || bytes > MAX_FILE_BYTES) {
      throw cursor.invalid(at, "MAXFILESIZE must be between 5 MB and 6.2 GB");
    }
    return bytes;
  }

  private int rowGroupSize(Token at) throws SqlError {
    options.remember("ROWGROUPSIZE", at);
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

  private void requireOptionsThatGoTogether() throws SqlError {
    options.refuseIf(
        options.has("CLEANPATH") && options.has("ALLOWOVERWRITE"),
        "CLEANPATH",
        "cannot be used with ALLOWOVERWRITE");
    for (String option : TEXT_ONLY) {
      options.refuseIf(
          format == FileFormat.PARQUET && options.has(option),
          option,
          "option is not supported for UNLOAD to PARQUET");
    }
    for (String option : List.of("ADDQUOTES", "ESCAPE")) {
      options.refuseIf(
          format == FileFormat.CSV && options.has(option), option, "cannot be used with CSV");
    }
    options.refuseIf(
        format != FileFormat.PARQUET && options.has("ROWGROUPSIZE"),
        "ROWGROUPSIZE",
        "needs PARQUET");
  }
}
