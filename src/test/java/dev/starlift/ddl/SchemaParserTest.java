package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaParserTest {
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  @Test
  void aTableMayBeLikeOneOfALaterFile() {
    files.put("a.sql", "create table s.a (like s.b)");
    files.put("b.sql", "create table s.b (like s.c, y int)");
    files.put("c.sql", "create table s.c (x int not null) diststyle all");

    List<Table> tables = parse();

    assertThat(found()).isEmpty();
    assertThat(tables)
        .extracting(Table::name)
        .containsExactly(TableName.of("s", "a"), TableName.of("s", "b"), TableName.of("s", "c"));
    assertThat(tables.get(0).columnNames()).isEqualTo(Parsed.names("x", "y"));
    assertThat(tables.get(0).distribution()).isEqualTo(tables.get(2).distribution());
  }

  @Test
  void tablesThatAreLikeEachOtherAreAProblem() {
    files.put("a.sql", "create table s.a (like s.b)");
    files.put("b.sql", "create table s.b (x int, like s.a)");
    files.put("c.sql", "create table s.c (like s.c)");

    assertThat(parse()).isEmpty();
    assertThat(found())
        .containsExactly(
            "b.sql:1:31: Table s.a is LIKE itself, directly or through others. Write the columns of"
                + " one of them out.",
            "c.sql:1:24: Table s.c is LIKE itself, directly or through others. Write the columns of"
                + " one of them out.");
  }

  @Test
  void aMistakeInAParentIsToldOnce() {
    files.put("a.sql", "create table s.a (like s.b)");
    files.put("b.sql", "create table s.b (x itn)");

    assertThat(parse()).isEmpty();
    assertThat(found()).containsExactly("b.sql:1:21: Redshift has no column type itn.");
  }

  @Test
  void aTableIsDeclaredOnce() {
    files.put("a.sql", "create table s.a (x int)");
    files.put("b.sql", "create table S.\"A\" (y int)");

    assertThat(parse()).hasSize(1);
    assertThat(found())
        .containsExactly(
            "b.sql:1:14: Table s.a is declared in a.sql already. Remove one of the files.");
  }

  @Test
  void aReferenceNamesAKeyOfADeclaredTable() {
    files.put(
        "fact.sql",
        """
        create table s.fact (
          a int references dim,
          b int references dim (code),
          c int references dim (name),
          d int references dmi (code),
          e int references keyless,
          foreign key (a, b) references dim (name, code)
        )""");
    files.put("dim.sql", "create table s.dim (id int primary key, code int unique, name int)");
    files.put("keyless.sql", "create table s.keyless (x int)");

    assertThat(parse()).hasSize(2);
    assertThat(found())
        .containsExactly(
            "fact.sql:4:25: [name] is not a key of table s.dim. Reference its PRIMARY KEY or one of"
                + " its UNIQUE keys.",
            "fact.sql:5:20: Table s.dmi, which is referenced, is not declared. Add its schema file,"
                + " or correct the name.",
            "fact.sql:6:20: Table s.keyless has no PRIMARY KEY of 1 columns to reference. Name the"
                + " columns of one of its UNIQUE keys.",
            "fact.sql:7:38: [name, code] is not a key of table s.dim. Reference its PRIMARY KEY or"
                + " one of its UNIQUE keys.");
  }

  @Test
  void aReferenceToAFileThatCouldNotBeReadIsNotAProblemOfItsOwn() {
    files.put("fact.sql", "create table s.fact (a int references dim)");
    files.put("dim.sql", "crate table s.dim (id int primary key)");

    assertThat(parse()).extracting(Table::name).containsExactly(TableName.of("s", "fact"));
    assertThat(found()).containsExactly("dim.sql:1:1: Expected CREATE TABLE, found 'crate'.");
  }

  private List<Table> parse() {
    return SchemaParser.parse(files, problems);
  }

  private List<String> found() {
    return problems.all().stream().map(Problem::toString).toList();
  }
}
