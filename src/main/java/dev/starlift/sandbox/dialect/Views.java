package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/** CREATE VIEW in its three forms: ordinary, late-binding, materialized. */
final class Views {
  private static final String QUOTE = "$starlift$";

  private final TokenCursor cursor;
  private final Edits edits;

  Views(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind {@code VIEW}. */
  Translation create(Token create, boolean replaces, int tokens, Set<SharedTable> shared)
      throws SqlError {
    int first = cursor.index();
    cursor.moveTo(tokens - 4);
    boolean late = cursor.at("WITH", "NO", "SCHEMA", "BINDING");
    Token end = cursor.peek();
    cursor.moveTo(first);
    List<String> name = cursor.expectQualifiedName();
    List<String> columns = cursor.atSymbol("(") ? cursor.expectNameList() : List.<String>of();
    cursor.expect("AS");
    if (!late) {
      return script("CREATE VIEW", edits.applyWithQueryAt(cursor.peek()), shared);
    }
    edits.replace(
        create,
        cursor.previous(),
        "SELECT starlift_sandbox.create_late_view(%s, ARRAY[%s]::text[], %s, %s"
            .formatted(
                Sql.literal(TableKeys.regclass(name)),
                String.join(", ", columns.stream().map(Sql::literal).toList()),
                replaces,
                QUOTE));
    cursor.moveTo(tokens - 4);
    cursor.expect("WITH", "NO", "SCHEMA", "BINDING");
    edits.replace(end, cursor.previous(), QUOTE + ")");
    return new Translation.Script(
        "CREATE VIEW",
        List.of(edits.apply()),
        Translation.Script.NO_ANSWER,
        BlockRule.INSIDE,
        shared);
  }

  /** The cursor stands behind {@code MATERIALIZED VIEW}. */
  Translation createMaterialized(Set<SharedTable> shared) throws SqlError {
    cursor.expectQualifiedName();
    if (cursor.atSymbol("(")) {
      cursor.expectNameList();
    }
    TableNotes notes = new TableNotes();
    TableAttributes attributes = new TableAttributes(cursor, edits, notes);
    attributes.readAll();
    if (cursor.at("AUTO", "REFRESH")) {
      Token first = cursor.next();
      cursor.expect("REFRESH");
      if (!cursor.accept("YES")) {
        cursor.expect("NO");
      }
      edits.delete(first, cursor.previous());
      attributes.readAll();
    }
    cursor.expect("AS");
    return script("CREATE MATERIALIZED VIEW", edits.applyWithQueryAt(cursor.peek()), shared);
  }

  /** The cursor stands behind {@code REFRESH MATERIALIZED VIEW}. */
  Translation refresh() throws SqlError {
    cursor.expectQualifiedName();
    Token last = cursor.peek();
    if (cursor.accept("CASCADE") || cursor.accept("RESTRICT")) {
      edits.delete(last, last);
    }
    cursor.expectEnd();
    return script("REFRESH MATERIALIZED VIEW", edits.apply(), Set.of());
  }

  private static Translation script(String head, RewrittenSql sql, Set<SharedTable> shared) {
    return new Translation.Script(head, List.of(sql), 0, BlockRule.INSIDE, shared);
  }
}
