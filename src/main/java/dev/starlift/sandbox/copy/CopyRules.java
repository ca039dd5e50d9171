package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which options of COPY go with which format. */
final class CopyRules {
  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html">COPY
   *     from columnar data formats</a>
   */
  private static final Set<String> ALLOWED_WITH_COLUMNAR =
      Set.of(
          "FORMAT",
          "MANIFEST",
          "STATUPDATE",
          "ACCEPTINVCHARS",
          "FILLRECORD",
          "EXPLICIT_IDS",
          "SERIALIZETOJSON");

  /**
   * They tell how lines are cut into fields, which files with names for their fields do not need.
   */
  private static final List<String> TEXT_ONLY =
      List.of(
          "DELIMITER", "ESCAPE", "REMOVEQUOTES", "IGNOREHEADER", "FILLRECORD", "IGNOREBLANKLINES");

  private CopyRules() {}

  /**
   * @throws SqlError if two of them cannot be used together
   */
  static void check(FileFormat format, StatementOptions options) throws SqlError {
    options.refuseIf(
        options.has("MAXERROR") && options.has("IGNOREALLERRORS"),
        "IGNOREALLERRORS",
        "cannot be used with MAXERROR");
    if (format.isColumnar()) {
      checkColumnar(format, options);
      return;
    }
    options.refuseIf(options.has("SERIALIZETOJSON"), "SERIALIZETOJSON", "needs a columnar format");
    options.refuseIf(format != FileFormat.CSV && options.has("QUOTE"), "QUOTE", "needs CSV");
    options.refuseIf(
        format == FileFormat.AVRO && options.has("ENCODING"),
        "ENCODING",
        "cannot be used with AVRO");
    List<String> without =
        switch (format) {
          case CSV -> List.of("ESCAPE", "REMOVEQUOTES");
          case FIXEDWIDTH -> List.of("DELIMITER", "ESCAPE", "REMOVEQUOTES", "ENCODING");
          case AVRO, JSON -> TEXT_ONLY;
          default -> List.of();
        };
    for (String option : without) {
      options.refuseIf(options.has(option), option, "cannot be used with " + format);
    }
  }

  /**
   * @throws SqlError if the format has no values for a column
   * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage-varbyte.html">Loading a
   *     column of the VARBYTE data type</a>
   */
  static void checkColumns(CopyStatement copy, List<TargetColumn> columns) throws SqlError {
    boolean bytes =
        copy.format().isColumnar()
            || copy.format() == FileFormat.CSV
            || (copy.format() == FileFormat.TEXT && !copy.text().removeQuotes());
    for (TargetColumn column : columns) {
      if (column.type() instanceof ColumnType.Varbyte && !bytes) {
        throw new SqlError(
            TokenCursor.NOT_SUPPORTED,
            "COPY from %s%s into column \"%s\" of type VARBYTE is not supported"
                .formatted(
                    copy.format(),
                    copy.text().removeQuotes() ? " with REMOVEQUOTES" : "",
                    column.name()));
      }
    }
  }

  private static void checkColumnar(FileFormat format, StatementOptions options) throws SqlError {
    for (Map.Entry<String, Token> option : options.given().entrySet()) {
      if (!ALLOWED_WITH_COLUMNAR.contains(option.getKey())) {
        Token at = option.getValue();
        throw StatementOptions.error(
            TokenCursor.NOT_SUPPORTED,
            at,
            "%s argument is not supported for %s based COPY".formatted(at.keyword(), format));
      }
    }
  }
}
