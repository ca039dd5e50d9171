package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.dialect.Translation.BlockRule;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;

/** ALTER TABLE. */
final class AlterTable {
  private static final String HEAD = "ALTER TABLE";

  private final TokenCursor cursor;
  private final Edits edits;
  private final TableNotes notes = new TableNotes();

  AlterTable(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind {@code ALTER TABLE}. */
  Translation translate(Set<SharedTable> shared) throws SqlError {
    String table = TableKeys.regclass(cursor.expectQualifiedName());
    Token action = cursor.peek();
    switch (action.keyword()) {
      case "ADD" -> {
        cursor.next();
        if (TableKeys.isNext(cursor)) {
          notes.keys.add(TableKeys.read(cursor));
          cursor.expectEnd();
          return noted(table);
        }
        addColumn();
      }
      case "DROP" -> {
        if (cursor.accept("DROP", "CONSTRAINT")) {
          return dropConstraint(table);
        }
      }
      case "RENAME", "OWNER", "SET" -> {}
      case "APPEND" -> {
        return append(table);
      }
      case "ALTER" -> {
        return alter(table);
      }
      default ->
          throw cursor.error(
              SqlStates.FEATURE_NOT_SUPPORTED,
              "ALTER TABLE … %s is not supported by the sandbox.".formatted(action.text()));
    }
    return new Translation.Script(HEAD, List.of(edits.apply()), 0, BlockRule.INSIDE, shared);
  }

  private void addColumn() throws SqlError {
    cursor.accept("COLUMN");
    ColumnDefinition column = new ColumnDefinition(cursor, edits, notes);
    column.read();
    if (!cursor.isAtEnd()) {
      throw cursor.error(
          SqlStates.SYNTAX_ERROR, "ALTER TABLE ADD COLUMN takes one column per statement.");
    }
    if (notes.keys.stream().anyMatch(key -> !key.kind().equals("f"))) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER TABLE ADD COLUMN does not support columns defined with UNIQUE or PRIMARY KEY"
              + " constraints");
    }
    if (!notes.keys.isEmpty() || !notes.distkey.isEmpty() || !notes.sortkey.isEmpty()) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER TABLE ADD COLUMN does not take keys, DISTKEY or SORTKEY.");
    }
    if (column.isNotNull() && !column.hasDefault()) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
    }
    if (!notes.identities.isEmpty()) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED, "ALTER TABLE ADD COLUMN does not take IDENTITY.");
    }
  }

  /** Moves the rows of another table here. */
  private Translation append(String table) throws SqlError {
    cursor.expect("APPEND", "FROM");
    String source = TableKeys.regclass(cursor.expectQualifiedName());
    String option = "";
    if (cursor.at("IGNOREEXTRA") || cursor.at("FILLTARGET")) {
      option = cursor.next().keyword();
    }
    cursor.expectEnd();
    return new Translation.Script(
        "ALTER TABLE APPEND",
        List.of(
            RewrittenSql.of(
                "SELECT starlift_sandbox.append_table(%s::regclass, %s::regclass, %s)"
                    .formatted(Sql.literal(table), Sql.literal(source), Sql.literal(option)))),
        Translation.Script.NO_ANSWER,
        BlockRule.NOT_INSIDE,
        Set.of());
  }

  private Translation dropConstraint(String table) throws SqlError {
    String name = cursor.expectName();
    if (!cursor.accept("CASCADE")) {
      cursor.accept("RESTRICT");
    }
    cursor.expectEnd();
    return script(
        "SELECT starlift_sandbox.drop_key(%s::regclass, %s)"
            .formatted(Sql.literal(table), Sql.literal(name)),
        BlockRule.INSIDE);
  }

  private Translation alter(String table) throws SqlError {
    cursor.expect("ALTER");
    TableAttributes attributes = new TableAttributes(cursor, edits, notes);
    while (true) {
      if (cursor.accept("DISTSTYLE")) {
        attributes.distStyle();
        if (cursor.accept("DISTKEY")) {
          notes.distkey = cursor.expectName();
        }
      } else if (cursor.accept("DISTKEY")) {
        notes.distkey = cursor.expectName();
        notes.diststyle = "KEY";
      } else if (cursor.at("SORTKEY") || cursor.at("COMPOUND")) {
        attributes.sortKey();
      } else if (cursor.accept("ENCODE")) {
        cursor.expect("AUTO");
      } else {
        Translation type = column(table);
        if (type != null) {
          return type;
        }
      }
      if (!cursor.acceptSymbol(",")) {
        break;
      }
      cursor.expect("ALTER");
    }
    cursor.expectEnd();
    return noted(table);
  }

  /** ALTER COLUMN: the script of TYPE, or null for ENCODE, which is only noted. */
  private Translation column(String table) throws SqlError {
    cursor.accept("COLUMN");
    String column = cursor.expectName();
    if (cursor.accept("ENCODE")) {
      notes.encodings.put(column, cursor.expectName());
      return null;
    }
    requireSupported();
    cursor.expect("TYPE");
    if (!cursor.at("VARCHAR")
        && !cursor.at("NVARCHAR")
        && !cursor.at("CHARACTER", "VARYING")
        && !cursor.at("VARBYTE")) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER COLUMN TYPE changes the size of VARCHAR columns only.");
    }
    boolean binary = cursor.at("VARBYTE");
    TypeNames.rewrite(cursor, column, edits);
    if (cursor.at("USING")) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "ALTER TABLE ALTER COLUMN does not support USING expression");
    }
    cursor.expectEnd();
    RewrittenSql check =
        RewrittenSql.of(
            "SELECT starlift_sandbox.require_resizable(%s::regclass, %s, %s)"
                .formatted(Sql.literal(table), Sql.literal(column), binary));
    return new Translation.Script(
        "ALTER TABLE ALTER COLUMN",
        List.of(check, edits.apply()),
        1,
        BlockRule.NOT_INSIDE,
        Set.of());
  }

  /** What PostgreSQL has behind ALTER COLUMN, and Redshift refuses. */
  private void requireSupported() throws SqlError {
    String refused = "";
    if (cursor.at("SET", "DEFAULT") || cursor.at("DROP", "DEFAULT")) {
      refused = "ALTER COLUMN SET/DROP DEFAULT is not supported";
    } else if (cursor.at("SET", "NOT", "NULL")) {
      refused = "ALTER COLUMN SET NOT NULL is not supported";
    } else if (cursor.at("DROP", "NOT", "NULL")) {
      refused = "ALTER COLUMN DROP NOT NULL is not supported";
    }
    if (!refused.isEmpty()) {
      throw cursor.error(SqlStates.FEATURE_NOT_SUPPORTED, refused);
    }
  }

  private Translation noted(String table) {
    return script(
        "SELECT starlift_sandbox.note_table(%s::regclass, %s)"
            .formatted(Sql.literal(table), Sql.literal(notes.toJson())),
        BlockRule.INSIDE);
  }

  private static Translation script(String sql, BlockRule rule) {
    return new Translation.Script(
        HEAD, List.of(RewrittenSql.of(sql)), Translation.Script.NO_ANSWER, rule, Set.of());
  }
}
