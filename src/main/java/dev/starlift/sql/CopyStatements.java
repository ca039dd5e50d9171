package dev.starlift.sql;

import dev.starlift.model.Literal;
import java.util.Optional;

/**
 * COPY from a manifest into a temporary table. No MAXERROR: a row that Redshift refuses fails the
 * load, for every row was proved to fit before it was staged.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY</a>
 */
public final class CopyStatements {
  private CopyStatements() {}

  /** Parquet maps columns by position: the temporary table has exactly the staged columns. */
  public static Statement parquet(TempTable table, String manifest, Optional<String> role) {
    return new Statement(
        purpose(table),
        """
        COPY %s
        FROM %s
        %s
        FORMAT AS PARQUET
        MANIFEST"""
            .formatted(table.name().sql(), Literal.sql(manifest), authorization(role)));
  }

  public static Statement csvGzip(TempTable table, String manifest, Optional<String> role) {
    return new Statement(
        purpose(table),
        """
        COPY %s (%s)
        FROM %s
        %s
        MANIFEST
        FORMAT AS CSV
        GZIP
        NULL AS %s
        DATEFORMAT 'auto'
        TIMEFORMAT 'auto'
        COMPUPDATE OFF"""
            .formatted(
                table.name().sql(),
                SqlText.columnNames(table.columns()),
                Literal.sql(manifest),
                authorization(role),
                Literal.sql(nullMark(manifest))));
  }

  /**
   * What stands for NULL in the CSV files of a manifest. It is made of the place where they are
   * staged, which no input can know, so it is never a value.
   */
  public static String nullMark(String manifest) {
    return "@NULL:" + DerivedName.hash(manifest) + "@";
  }

  /** Rows of the last COPY of the session. */
  public static Statement copiedRows(TempTable table) {
    return new Statement(
        "count rows copied for " + table.target().name(), "SELECT pg_last_copy_count()");
  }

  static String authorization(Optional<String> role) {
    return "IAM_ROLE " + role.map(Literal::sql).orElse("default");
  }

  private static String purpose(TempTable table) {
    return "copy rows for " + table.target().name();
  }
}
