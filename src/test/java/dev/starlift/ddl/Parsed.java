package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Column;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.List;
import java.util.Optional;

/** Short ways to parse in tests; every file is called {@code t.sql}. */
final class Parsed {
  private Parsed() {}

  static Table table(String sql) {
    Problems problems = new Problems();
    Optional<Table> table = DdlParser.parse("t.sql", sql, problems);
    assertThat(problems.all()).isEmpty();
    return table.orElseThrow();
  }

  /** The column {@code c} of a table that has it with this text behind its name. */
  static Column column(String typeAndClauses) {
    return table("create table s.t (c " + typeAndClauses + ")")
        .findColumn(Identifier.of("c"))
        .orElseThrow();
  }

  static List<String> problems(String sql) {
    Problems problems = new Problems();
    Optional<Table> table = DdlParser.parse("t.sql", sql, problems);
    assertThat(table.isPresent()).isEqualTo(problems.isEmpty());
    return problems.all().stream().map(Problem::toString).toList();
  }

  static List<Identifier> names(String... names) {
    return List.of(names).stream().map(Identifier::of).toList();
  }
}
