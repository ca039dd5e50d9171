package dev.starlift.ddl;

import dev.starlift.model.ColumnType;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problems;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads Redshift DDL. What the text gets wrong becomes problems with file, line and column, as many
 * as can be told apart at once; nothing is guessed and nothing is thrown.
 */
public final class DdlParser {
  private DdlParser() {}

  /**
   * Reads a schema file: one {@code CREATE TABLE} with its {@code COMMENT ON} statements. A
   * temporary table, or one without a schema, is a problem.
   *
   * @return empty when there were problems
   */
  public static Optional<Table> parse(String file, String sql, Problems problems) {
    return parse(file, sql, parent -> Optional.empty(), problems);
  }

  /**
   * The same for a table that may be {@code LIKE} another one.
   *
   * @param parents finds the other table; {@link SchemaParser} does it for files that belong
   *     together
   */
  public static Optional<Table> parse(
      String file, String sql, Function<TableName, Optional<Table>> parents, Problems problems) {
    Findings findings = new Findings();
    Optional<Table> table =
        new CreateTableParser(sql, findings)
            .parse()
            .flatMap(written -> new TableResolver(written, findings, parents).resolve());
    findings.reportIn(file, problems);
    return table;
  }

  /**
   * Reads a column of a raw contract: a type, then {@code NOT NULL}, {@code NULL} or nothing, which
   * is NULL.
   *
   * @param where the place of the text in its file; all its problems are reported there
   * @return empty when there were problems
   */
  public static Optional<ColumnText> parseColumnText(
      String text, Location where, Problems problems) {
    Findings findings = new Findings();
    Optional<ColumnText> column = columnText(new TokenCursor(text, findings));
    findings.reportAt(where, text, problems);
    return column;
  }

  private static Optional<ColumnText> columnText(TokenCursor cursor) {
    try {
      ColumnType type = new TypeParser(cursor).type();
      boolean required = cursor.accept("NOT", "NULL");
      if (!required) {
        cursor.accept("NULL");
      }
      if (!cursor.atEnd()) {
        throw cursor.unexpected("NOT NULL or the end of the text");
      }
      return Optional.of(new ColumnText(type, !required));
    } catch (Unexpected e) {
      return Optional.empty();
    }
  }
}
