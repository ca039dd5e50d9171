package dev.starlift.job;

import dev.starlift.ddl.ColumnText;
import dev.starlift.ddl.DdlParser;
import dev.starlift.ddl.Lexer;
import dev.starlift.ddl.Token;
import dev.starlift.ddl.Token.Kind;
import dev.starlift.job.Procedure.Argument;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the file of a stored procedure: one {@code CREATE OR REPLACE PROCEDURE}. What it does is
 * not looked into, except that it must not end the transaction in which it is called.
 */
final class ProcedureText {
  /** Behind these a statement begins. */
  private static final Set<String> BEFORE_STATEMENTS = Set.of("BEGIN", "THEN", "ELSE", "LOOP");

  /** Redshift refuses them in a procedure that is called in a transaction block. */
  private static final Set<String> ENDING =
      Set.of("COMMIT", "ROLLBACK", "ABORT", "TRUNCATE", "VACUUM");

  private final String file;
  private final Findings findings;
  private final List<Token> tokens;
  private int at;

  private ProcedureText(String file, String text, Findings findings) {
    this.file = file;
    this.findings = findings;
    this.tokens = Lexer.tokens(text);
  }

  /**
   * @return empty when it is no such file; the findings say why
   */
  static Optional<Procedure> read(String file, String text, Findings findings) {
    int before = findings.size();
    Optional<Procedure> procedure = new ProcedureText(file, text, findings).procedure(text);
    return findings.size() == before ? procedure : Optional.empty();
  }

  private Optional<Procedure> procedure(String text) {
    if (!take("CREATE") || !take("OR") || !take("REPLACE") || !take("PROCEDURE")) {
      add(
          peek(),
          "a procedure's file begins with CREATE OR REPLACE PROCEDURE.",
          "Without OR REPLACE it could be run once only.");
      return Optional.empty();
    }
    Token schema = next();
    if (!schema.isName() || !peek().isSymbol(".")) {
      add(schema, "the procedure's name has no schema.", "Write schema.name.");
      return Optional.empty();
    }
    next();
    Token name = next();
    if (!name.isName() || !peek().isSymbol("(")) {
      add(name, "'%s' is not the name of a procedure.".formatted(name.text()), "");
      return Optional.empty();
    }
    List<Argument> arguments = arguments(text);
    body();
    return Optional.of(
        new Procedure(
            file,
            new TableName(Identifier.of(schema.value()), Identifier.of(name.value())),
            arguments,
            text.strip().replaceFirst(";\\z", "")));
  }

  private List<Argument> arguments(String text) {
    List<Argument> arguments = new ArrayList<>();
    next();
    while (!peek().isSymbol(")") && peek().kind() != Kind.END) {
      Token first = next();
      Token named = first.isWord("IN") ? next() : first;
      boolean returned =
          named.isWord("OUT")
              || named.isWord("INOUT")
              || peek().isWord("OUT")
              || peek().isWord("INOUT");
      if (peek().isWord("IN")) {
        next();
      }
      Token type = peek();
      int end = type.start();
      for (int depth = 0; peek().kind() != Kind.END; ) {
        if (depth == 0 && (peek().isSymbol(",") || peek().isSymbol(")"))) {
          break;
        }
        depth += peek().isSymbol("(") ? 1 : peek().isSymbol(")") ? -1 : 0;
        end = next().end();
      }
      if (returned) {
        add(named, "the procedure gives something back, and nobody takes it.", "Use IN only.");
      } else if (!named.isName() || end == type.start()) {
        add(named, "an argument has a name and a type.", "Write p_day DATE.");
      } else {
        type(type, text.substring(type.start(), end))
            .ifPresent(
                known ->
                    arguments.add(new Argument(named.value().toLowerCase(Locale.ROOT), known)));
      }
      if (peek().isSymbol(",")) {
        next();
      }
    }
    next();
    return arguments;
  }

  private Optional<ColumnType> type(Token at, String written) {
    Location where = where(at, 0);
    List<ColumnText> parsed = new ArrayList<>();
    findings.addAll(
        where,
        problems -> DdlParser.parseColumnText(written, where, problems).ifPresent(parsed::add));
    Optional<ColumnType> type = parsed.stream().findFirst().map(ColumnText::type);
    if (type.isPresent() && !ParameterType.isSupported(type.get())) {
      findings.add(where, "an argument of %s cannot be given.".formatted(type.get().ddl()), "");
      return Optional.empty();
    }
    return type;
  }

  private void body() {
    boolean found = false;
    while (peek().kind() != Kind.END) {
      Token token = next();
      if (token.isWord("NONATOMIC")) {
        add(token, "a NONATOMIC procedure commits each statement.", "Leave it out.");
      } else if (token.isSymbol(";") && peek().kind() != Kind.END) {
        add(peek(), "the file holds more than the procedure.", "Keep one statement in it.");
        return;
      } else if (token.isWord("AS")
          && (peek().kind() == Kind.STRING || peek().kind() == Kind.DOLLAR_STRING)) {
        requireNoEnd(next());
        found = true;
      } else if (token.kind() == Kind.UNCLOSED) {
        add(token, "this is never closed.", "Close it.");
        return;
      }
    }
    if (!found) {
      add(peek(), "the procedure has no body.", "Write AS $$ BEGIN … END; $$ LANGUAGE plpgsql.");
    }
  }

  private void requireNoEnd(Token body) {
    List<Token> inside = Lexer.tokens(body.value());
    int firstLine = body.line() - 1;
    for (int i = 0; i < inside.size(); i++) {
      Token token = inside.get(i);
      boolean begins =
          i == 0
              || inside.get(i - 1).isSymbol(";")
              || BEFORE_STATEMENTS.contains(inside.get(i - 1).keyword());
      String statement = begins ? token.keyword() : "";
      if (token.isWord("EXECUTE") && inside.get(i + 1).kind() == Kind.STRING) {
        statement = Lexer.tokens(inside.get(i + 1).value()).get(0).keyword();
      }
      if (ENDING.contains(statement)) {
        findings.add(
            where(token, firstLine),
            "%s ends the transaction in which the procedure is called, or cannot run in one."
                .formatted(statement),
            statement.equals("TRUNCATE") ? "Write DELETE FROM." : "Leave it out.");
      }
    }
  }

  private boolean take(String keyword) {
    boolean there = peek().isWord(keyword);
    if (there) {
      next();
    }
    return there;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private void add(Token token, String what, String fix) {
    findings.add(where(token, 0), what, fix);
  }

  private Location where(Token token, int lines) {
    return Location.of(file, token.line() + lines);
  }
}
