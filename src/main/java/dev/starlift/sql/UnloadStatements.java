package dev.starlift.sql;

import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * UNLOAD to Parquet.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html">UNLOAD</a>
 */
public final class UnloadStatements {
  private UnloadStatements() {}

  /**
   * @param filter column to the SQL literals that it may have
   * @param prefix {@code s3://…/}
   */
  public static Statement parquet(
      TableName table,
      List<Identifier> columns,
      Map<Identifier, List<String>> filter,
      String prefix,
      Optional<String> role) {
    String select = "SELECT %s FROM %s".formatted(SqlText.names(columns), table.sql());
    String where =
        new TreeMap<>(filter)
            .entrySet().stream()
                .map(entry -> SqlText.in(entry.getKey().sql(), entry.getValue()))
                .collect(Collectors.joining(" AND "));
    return unload(table, where.isEmpty() ? select : select + " WHERE " + where, prefix, role);
  }

  /** The rows of an extract; see there how types come that Parquet does not have. */
  public static Statement parquet(Extract extract, String prefix, Optional<String> role) {
    return unload(extract.from(), extract.query(), prefix, role);
  }

  private static Statement unload(
      TableName table, String query, String prefix, Optional<String> role) {
    return new Statement(
        "unload " + table,
        """
        UNLOAD (%s)
        TO %s
        %s
        FORMAT AS PARQUET"""
            .formatted(
                Literal.sql(query), Literal.sql(prefix), CopyStatements.authorization(role)));
  }
}
