package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.stream.Collectors;

/** Table constraints: informational in Redshift, so they become notes. */
final class TableKeys {
  private TableKeys() {}

  /** Is a table constraint next? */
  static boolean isNext(TokenCursor cursor) {
    return cursor.at("CONSTRAINT")
        || cursor.at("PRIMARY", "KEY")
        || cursor.at("FOREIGN", "KEY")
        || (cursor.at("UNIQUE") && cursor.peek(1).isSymbol("("))
        || (cursor.at("CHECK") && cursor.peek(1).isSymbol("("));
  }

  /** Steps over one constraint. */
  static TableNotes.Key read(TokenCursor cursor) throws SqlError {
    String name = cursor.accept("CONSTRAINT") ? cursor.expectName() : "";
    if (cursor.accept("PRIMARY", "KEY")) {
      return new TableNotes.Key("p", name, cursor.expectNameList(), "", List.of());
    }
    if (cursor.accept("UNIQUE")) {
      return new TableNotes.Key("u", name, cursor.expectNameList(), "", List.of());
    }
    if (cursor.accept("FOREIGN", "KEY")) {
      List<String> columns = cursor.expectNameList();
      cursor.expect("REFERENCES");
      String table = regclass(cursor.expectQualifiedName());
      List<String> references = cursor.atSymbol("(") ? cursor.expectNameList() : List.<String>of();
      return new TableNotes.Key("f", name, columns, table, references);
    }
    if (cursor.at("CHECK")) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED, "CHECK constraints are not supported by Redshift.");
    }
    throw cursor.syntaxError();
  }

  /** A name of one to three parts as PostgreSQL's text of a regclass. */
  static String regclass(List<String> parts) {
    List<String> local = parts.size() > 2 ? parts.subList(1, parts.size()) : parts;
    return local.stream().map(Sql::name).collect(Collectors.joining("."));
  }

  /** Is this the last token of the parenthesis' item? */
  static boolean endsItem(Token token) {
    return token.isSymbol(",") || token.isSymbol(")");
  }
}
