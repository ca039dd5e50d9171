package dev.starlift.sql;

import dev.starlift.ddl.DdlParser;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.problem.Problems;
import java.util.List;
import java.util.stream.Stream;

/** Tables for tests, from their DDL. */
final class DeclaredTables {
  static final Table SHOP =
      parse(
          """
          CREATE TABLE dw.dim_shop (
            shop_key BIGINT NOT NULL PRIMARY KEY,
            shop_id VARCHAR(20) NOT NULL UNIQUE,
            city VARCHAR(40),
            opened DATE
          ) DISTSTYLE ALL SORTKEY (shop_id)""");

  private DeclaredTables() {}

  static Table parse(String ddl) {
    Problems problems = new Problems();
    return DdlParser.parse("test.sql", ddl, problems)
        .orElseThrow(() -> new IllegalArgumentException(problems.all().toString()));
  }

  static List<Identifier> names(String... names) {
    return Stream.of(names).map(Identifier::of).toList();
  }
}
