package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import dev.starlift.sandbox.copy.UnloadStatement.Overwrite;
import dev.starlift.sandbox.copy.UnloadStatement.Partition;
import dev.starlift.sandbox.copy.UnloadStatement.TextLayout;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads UNLOAD by its tokens. What Redshift knows and the sandbox does not, is refused by name.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html">UNLOAD</a>
 */
final class UnloadParser extends TransferParser {
  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);
  private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1 << 30);
  private static final long MIN_FILE_BYTES = 5L << 20;
  private static final long MAX_FILE_BYTES = GIGABYTE.multiply(new BigDecimal("6.2")).longValue();

  private FileFormat format = FileFormat.TEXT;
  private Manifest manifest = Manifest.NONE;
  private Partition partition = Partition.NONE;
  private List<Integer> widths = List.of();
  private boolean parallel = true;
  private long maxFileBytes = MAX_FILE_BYTES;
  private int rowGroupBytes = 32 << 20;
  private byte delimiter;
  private String nullAs = "";
  private String extension = "";

  private UnloadParser(List<Token> tokens, String accessKey) {
    super("UNLOAD", tokens, accessKey);
  }

  /**
   * @param accessKey the key that S3 knows
   */
  static UnloadStatement parse(List<Token> tokens, String accessKey) throws SqlError {
    return new UnloadParser(tokens, accessKey).statement();
  }

  private UnloadStatement statement() throws SqlError {
    cursor().expectWord("UNLOAD");
    cursor().expectSymbol("(");
    String query = cursor().expectString("a query");
    cursor().expectSymbol(")");
    cursor().expectWord("TO");
    S3Location target = location();
    readOptions();
    requireOptionsThatGoTogether();
    return new UnloadStatement(
        query,
        partition.columns().isEmpty() || target.key().endsWith("/") ? target : target.plus("/"),
        format,
        compression(),
        manifest,
        options().has("CLEANPATH")
            ? Overwrite.CLEAN
            : options().has("ALLOWOVERWRITE") ? Overwrite.ALLOW : Overwrite.NO,
        partition,
        parallel,
        fileBytes(),
        rowGroupBytes,
        extension,
        new TextLayout(
            options().has("DELIMITER") ? delimiter : (byte) (format == FileFormat.CSV ? ',' : '|'),
            nullAs,
            options().has("HEADER"),
            options().has("ADDQUOTES"),
            options().has("ESCAPE"),
            widths));
  }

  /** Parquet files hold whole row groups. */
  private long fileBytes() {
    return format == FileFormat.PARQUET && maxFileBytes > rowGroupBytes
        ? maxFileBytes - maxFileBytes % rowGroupBytes
        : maxFileBytes;
  }

  @Override
  void option(Token at) throws SqlError {
    String keyword = at.keyword();
    switch (keyword) {
      case "HEADER", "ADDQUOTES", "ESCAPE", "ALLOWOVERWRITE", "CLEANPATH" ->
          options().remember(keyword, at);
      case "PARQUET", "CSV", "JSON", "FIXEDWIDTH" -> format(at);
      case "PARTITION" -> partition(at);
      case "MANIFEST" -> {
        options().remember(keyword, at);
        manifest = cursor().skipWord("VERBOSE") ? Manifest.VERBOSE : Manifest.PLAIN;
      }
      case "PARALLEL" -> parallel(at);
      case "MAXFILESIZE" -> maxFileBytes = maxFileSize(at);
      case "ROWGROUPSIZE" -> rowGroupBytes = rowGroupSize(at);
      case "DELIMITER" -> delimiter = options().character(keyword, at);
      case "NULL" -> nullAs = SqlText.nullMarker(options().string(keyword, at));
      case "EXTENSION" -> extension = options().string(keyword, at).value();
      case "ENCRYPTED" -> {
        options().remember(keyword, at);
        cursor().skipWord("AUTO");
      }
      case "KMS_KEY_ID" -> options().string(keyword, at);
      case "MASTER_SYMMETRIC_KEY" -> throw cursor().unsupported(at, "UNLOAD option " + keyword);
      default -> throw StatementOptions.unknown(at, "UNLOAD");
    }
  }

  @Override
  void format(Token name) throws SqlError {
    options().remember("FORMAT", name);
    switch (name.keyword()) {
      case "PARQUET" -> format = FileFormat.PARQUET;
      case "CSV" -> format = FileFormat.CSV;
      case "JSON" -> format = FileFormat.JSON;
      case "FIXEDWIDTH" -> {
        format = FileFormat.FIXEDWIDTH;
        widths = FixedWidths.of(options().value("FIXEDWIDTH"));
      }
      default -> throw cursor().unsupported(name, "UNLOAD to format " + name.text());
    }
  }

  private void partition(Token at) throws SqlError {
    options().remember("PARTITION", at);
    cursor().expectWord("BY");
    cursor().expectSymbol("(");
    List<String> columns = new ArrayList<>();
    do {
      Token column = cursor().peek();
      String name = cursor().expectName();
      if (columns.contains(name)) {
        throw cursor().invalid(column, "PARTITION BY names column \"" + name + "\" twice");
      }
      columns.add(name);
    } while (cursor().skipSymbol(","));
    cursor().expectSymbol(")");
    partition = new Partition(columns, cursor().skipWord("INCLUDE"));
  }

  private void parallel(Token at) throws SqlError {
    options().remember("PARALLEL", at);
    Token value = cursor().peek();
    switch (value.keyword()) {
      case "ON", "TRUE" -> cursor().next();
      case "OFF", "FALSE" -> {
        cursor().next();
        parallel = false;
      }
      default -> throw cursor().invalid(at, "PARALLEL is ON or OFF");
    }
  }

  private long maxFileSize(Token at) throws SqlError {
    options().remember("MAXFILESIZE", at);
    cursor().skipWord("AS");
    long bytes = size(at);
    if (bytes < MIN_FILE_BYTES || bytes > MAX_FILE_BYTES) {
      throw cursor().invalid(at, "MAXFILESIZE must be between 5 MB and 6.2 GB");
    }
    return bytes;
  }

  private int rowGroupSize(Token at) throws SqlError {
    options().remember("ROWGROUPSIZE", at);
    cursor().skipWord("AS");
    long bytes = size(at);
    if (bytes < 32L << 20 || bytes > 128L << 20) {
      throw cursor().invalid(at, "ROWGROUPSIZE must be between 32 MB and 128 MB");
    }
    return (int) bytes;
  }

  private long size(Token at) throws SqlError {
    Token number = cursor().next();
    BigDecimal unit = MEGABYTE;
    if (cursor().skipWord("GB")) {
      unit = GIGABYTE;
    } else {
      cursor().skipWord("MB");
    }
    try {
      return new BigDecimal(number.value()).multiply(unit).longValue();
    } catch (NumberFormatException e) {
      throw cursor().invalid(at, at.keyword() + " needs a number");
    }
  }

  private void requireOptionsThatGoTogether() throws SqlError {
    options()
        .refuseIf(
            options().has("CLEANPATH") && options().has("ALLOWOVERWRITE"),
            "CLEANPATH",
            "cannot be used with ALLOWOVERWRITE");
    options()
        .refuseIf(
            options().has("KMS_KEY_ID") && !options().has("ENCRYPTED"),
            "KMS_KEY_ID",
            "needs ENCRYPTED");
    List<String> without =
        switch (format) {
          case PARQUET ->
              List.of("HEADER", "ADDQUOTES", "ESCAPE", "DELIMITER", "NULL", "compression");
          case JSON -> List.of("HEADER", "ADDQUOTES", "ESCAPE", "DELIMITER", "NULL");
          case CSV -> List.of("ADDQUOTES", "ESCAPE");
          case FIXEDWIDTH -> List.of("DELIMITER", "HEADER", "ADDQUOTES", "ESCAPE");
          default -> List.<String>of();
        };
    for (String option : without) {
      options()
          .refuseIf(
              options().has(option), option, "option is not supported for UNLOAD to " + format);
    }
    options()
        .refuseIf(
            format != FileFormat.PARQUET && options().has("ROWGROUPSIZE"),
            "ROWGROUPSIZE",
            "needs PARQUET");
  }
}
