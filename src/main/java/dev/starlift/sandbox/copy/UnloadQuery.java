package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.copy.UnloadStatement.Partition;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The query of an UNLOAD.
 *
 * @param sql as PostgreSQL runs it; behind the columns of the files come those of the partition, as
 *     text, and rows of one partition come together
 * @param columns of the files, in their order
 */
record UnloadQuery(String sql, List<CatalogColumn> columns) {
  private static final String UNDEFINED_COLUMN = "42703";

  UnloadQuery {
    columns = List.copyOf(columns);
  }

  /**
   * @param query in PostgreSQL's dialect
   * @param queryId makes a name of its own
   */
  static UnloadQuery of(String query, Partition partition, BackendSession session, long queryId)
      throws SqlError, IOException {
    String alone = withoutSemicolon(query);
    requireNoLimit(alone);
    List<CatalogColumn> all = columns(alone, session, queryId);
    return partition.columns().isEmpty()
        ? new UnloadQuery(alone, all)
        : partitioned(alone, all, partition);
  }

  /** The columns with their exact types, for formats that need them. */
  List<UnloadColumn> typed() throws SqlError {
    List<UnloadColumn> typed = new ArrayList<>();
    for (CatalogColumn column : columns) {
      typed.add(column.unloaded());
    }
    return typed;
  }

  private static UnloadQuery partitioned(String query, List<CatalogColumn> all, Partition partition)
      throws SqlError {
    List<Integer> keys = new ArrayList<>();
    for (String name : partition.columns()) {
      keys.add(key(name, all));
    }
    List<Integer> kept =
        IntStream.range(0, all.size())
            .filter(i -> partition.include() || !keys.contains(i))
            .boxed()
            .toList();
    if (kept.size() == (partition.include() ? keys.size() : 0)) {
      throw new SqlError(
          TokenCursor.BAD_VALUE, "PARTITION BY leaves no column for the files to hold");
    }
    String fields = kept.stream().map(i -> "c" + i + ", ").collect(Collectors.joining());
    String texts =
        keys.stream().map(i -> "c" + i + "::text AS p" + i).collect(Collectors.joining(", "));
    String order = keys.stream().map(i -> "c" + i + ", ").collect(Collectors.joining());
    return new UnloadQuery(
        "SELECT %s%s FROM (SELECT *, pg_catalog.row_number() OVER () AS n FROM (%s) AS rows (%s)) AS numbered ORDER BY %sn"
            .formatted(fields, texts, query, positions(all.size()), order),
        kept.stream().map(all::get).toList());
  }

  private static int key(String name, List<CatalogColumn> all) throws SqlError {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().toLowerCase(Locale.ROOT).equals(name)) {
        ColumnType type = all.get(i).type();
        boolean usable =
            !(type instanceof ColumnType.Varbyte
                || type instanceof ColumnType.Super
                || type instanceof ColumnType.Time
                || type instanceof ColumnType.TimeWithZone
                || type instanceof ColumnType.TimestampWithZone
                || type instanceof ColumnType.DoublePrecision);
        if (!usable) {
          throw new SqlError(
              TokenCursor.NOT_SUPPORTED,
              "PARTITION BY column \"%s\" has type %s, which cannot be a partition key"
                  .formatted(name, type.ddl()));
        }
        return i;
      }
    }
    throw new SqlError(
        UNDEFINED_COLUMN,
        "PARTITION BY column \"%s\" is not in the query's result".formatted(name));
  }

  /** Only a relation tells precision and length, so the query becomes a view for a moment. */
  private static List<CatalogColumn> columns(String query, BackendSession session, long queryId)
      throws SqlError, IOException {
    List<String> names = names(query, session);
    String view = "starlift_unload_" + queryId;
    session.query(
        "CREATE TEMPORARY VIEW %s (%s) AS %s".formatted(view, positions(names.size()), query));
    List<CatalogColumn> found =
        CatalogColumn.of("'pg_temp.%s'::pg_catalog.regclass".formatted(view), session);
    session.query("DROP VIEW pg_temp." + view);
    List<CatalogColumn> named = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      named.add(found.get(i).named(names.get(i)));
    }
    return named;
  }

  private static String positions(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
  }

  private static List<String> names(String query, BackendSession session)
      throws SqlError, IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    session.copyOut(
        "COPY (SELECT * FROM (%s) AS unload LIMIT 0) TO STDOUT (FORMAT csv, HEADER)"
            .formatted(query),
        header);
    List<String> found = new ArrayList<>();
    TextRecords records =
        new TextRecords(new ByteArrayInputStream(header.toByteArray()), TextOptions.PLAIN_CSV);
    try {
      records.next();
    } catch (FieldError e) {
      throw new SqlError(LoadErrors.LOAD_FAILED, "Column names cannot be read: " + e.getMessage());
    }
    TextRecord line = records.record();
    for (int i = 0; i < line.fields(); i++) {
      int to = line.to(i);
      int from = line.from(i);
      found.add(new String(line.bytes(i), from, to - from, StandardCharsets.UTF_8));
    }
    return found;
  }

  /** A line break ends a comment that would swallow what follows the query. */
  private static String withoutSemicolon(String query) {
    List<Token> tokens = Lexer.tokens(query);
    int last = tokens.size() - 2;
    while (last >= 0 && tokens.get(last).isSymbol(";")) {
      last--;
    }
    return last < 0 ? query : query.substring(0, tokens.get(last).end()) + "\n";
  }

  /** Redshift's slices cannot agree on the first rows. */
  private static void requireNoLimit(String query) throws SqlError {
    int depth = 0;
    for (Token token : Lexer.tokens(query)) {
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.isWord("LIMIT")) {
        throw new SqlError(
            TokenCursor.NOT_SUPPORTED,
            "Limit clause is not supported",
            "",
            "Put the query into another one: SELECT * FROM (... LIMIT n).",
            0);
      }
    }
  }
}
