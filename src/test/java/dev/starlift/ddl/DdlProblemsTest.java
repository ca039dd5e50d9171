package dev.starlift.ddl;

import static dev.starlift.ddl.Parsed.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Table;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DdlProblemsTest {
  @Test
  void manyMistakesAreFoundAtOnceEachAtItsPlace() {
    String sql =
        """
        create temp table dw.sales (
          a varchr(10) not null,
          b bigint identity(1,1) default 5 distkey,
          c varchar(10 not null,
          b int null primary key,
          order int,
          e super sortkey,
          f int check (f > 0),
          g int encode text255
        ) diststyle all distkey(a) sortkey auto partition by (a);
        create table x.y (a int);
        comment on table dw.sales is "a";
        """;

    assertThat(problems(sql))
        .containsExactly(
            "t.sql:1:8: A schema file cannot declare a temporary table. It would be gone with the"
                + " session that made it: remove the word.",
            "t.sql:2:5: Redshift has no column type varchr.",
            "t.sql:3:12: Column b has both IDENTITY and DEFAULT. Keep one of them.",
            "t.sql:4:16: Expected ')', found 'not'.",
            "t.sql:5:3: Column b is declared twice.",
            "t.sql:6:3: order is a reserved word. Put it in double quotes, or choose another name.",
            "t.sql:7:11: Column e is SUPER; a SORTKEY cannot be of that type.",
            "t.sql:8:9: Redshift has no CHECK constraints. Declare it under 'checks' of the table"
                + " in the job.",
            "t.sql:9:9: Column g is INTEGER; ENCODE TEXT255 is not for that type.",
            "t.sql:10:3: DISTSTYLE ALL and DISTKEY exclude each other. Remove one of them, or write"
                + " DISTSTYLE KEY.",
            "t.sql:10:17: The table has a DISTKEY already. Keep one of them.",
            "t.sql:10:28: Column e is the SORTKEY already. Keep one of them.",
            "t.sql:10:41: Expected ';' or a table attribute (BACKUP, DISTSTYLE, DISTKEY, SORTKEY,"
                + " ENCODE AUTO), found 'partition'.",
            "t.sql:11:1: Expected COMMENT ON or the end of the text, found 'create'. A schema file"
                + " holds one CREATE TABLE and the comments on its table.",
            "t.sql:12:30: Expected a text in single quotes, or NULL, found '\"a\"'.");
  }

  /** A text with one mistake, where it is, and how the message begins. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // the statement
        "~~ | 1:1 | Expected CREATE TABLE, found the end of the text.",
        "select 1 | 1:1 | Expected CREATE TABLE, found 'select'.",
        "create view s.v as select 1 | 1:8 | Expected TABLE, found 'view'.",
        "create table | 1:13 | Expected a table name, found the end of the text.",
        "create table s. (c int) | 1:17 | Expected a table name, found '('.",
        "create table s.t | 1:17 | Expected '(', found the end of the text.",
        "create table s.t as select 1 | 1:18 | CREATE TABLE AS takes its columns from a query.",
        "create table t (c int) | 1:14 | Table t is named without its schema.",
        "create table d.s.t (c int) | 1:14 | A schema file must not name a database.",
        "create table s.#t (c int) | 1:14 | A schema file cannot declare a temporary table, and",
        "create local temporary table s.t (c int) | 1:8 | A schema file cannot declare a temporary",
        "create table s.t () | 1:19 | Expected a column name, found ')'.",
        "create table s.t (unique (c)) | 1:14 | Table s.t declares no columns.",
        "create table s.t (c int,) | 1:25 | Expected a column name, found ')'.",
        "create table s.t (c int | 1:24 | Expected a column attribute, a constraint, ',' or ')'",
        "create table s.t (c int d int) | 1:25 | Expected a column attribute, a constraint,",
        "create table s.t (c int)) | 1:25 | Expected ';' or a table attribute",
        "create table s.t (c int); drop table s.t | 1:27 | Expected COMMENT ON or the end of",
        "create table s.t (c int) /* open | 1:26 | This comment is never closed.",
        // names
        "create table s.t (c) | 1:20 | Expected a column type, found ')'.",
        "create table s.t (1 int) | 1:19 | Expected a column name, found '1'.",
        "create table s.t (\"\" int) | 1:19 | A name must not be empty.",
        "create table s.t (\"c int) | 1:19 | This quoted name is never closed.",
        "create table s.t (c int, C int) | 1:26 | Column c is declared twice.",
        "create table s.t (user int) | 1:19 | user is a reserved word.",
        "create table s.user (c int) | 1:16 | user is a reserved word.",
        "create table s.t (a\u00a0b int) | 1:19 | The name 'a\u00a0b' holds a blank that is not",
        // column clauses
        "create table s.t (c int default) | 1:32 | Expected an expression behind DEFAULT,",
        "create table s.t (c int default not null) | 1:33 | Expected an expression behind DEFAULT",
        "create table s.t (c int default (1) | 1:36 | Expected a column attribute, a constraint,",
        "create table s.t (c int default (1 | 1:35 | Expected the end of the DEFAULT expression",
        "create table s.t (c text default 'a) | 1:34 | This string is never closed.",
        "create table s.t (c int default (select 1)) | 1:34 | A DEFAULT must not hold a query.",
        "create table s.t (c int, d int default c) | 1:32 | The DEFAULT of column d is the column",
        "create table s.t (c int default 1 default 2) | 1:35 | Column c has DEFAULT twice.",
        "create table s.t (c int null not null) | 1:30 | Column c is declared both NULL and NOT",
        "create table s.t (c int not) | 1:28 | Expected NULL, found ')'.",
        "create table s.t (c smallint identity(1,1)) | 1:30 | Column c is SMALLINT; IDENTITY needs",
        "create table s.t (c int identity(1,1) null) | 1:39 | Column c is NULL, but an IDENTITY",
        "create table s.t (c int identity(1)) | 1:35 | Expected ',', found ')'.",
        "create table s.t (c int identity(1.5,1)) | 1:34 | Expected the seed, a whole number, found",
        "create table s.t (c int generated always as identity) | 1:35 | Expected BY, found",
        "create table s.t (c int encode lz4) | 1:32 | Expected an encoding (AZ64, BYTEDICT,",
        "create table s.t (c int encode auto) | 1:32 | Expected an encoding, found 'auto'. ENCODE",
        "create table s.t (c bool encode az64) | 1:26 | Column c is BOOLEAN; ENCODE AZ64 is not",
        "create table s.t (c int encode mostly32) | 1:25 | Column c is INTEGER; ENCODE MOSTLY32 is",
        "create table s.t (c char encode text32k) | 1:26 | Column c is CHAR(1); ENCODE TEXT32K is",
        "create table s.t (c text collate de_DE) | 1:34 | Expected CASE_SENSITIVE or CASE_INSENS",
        "create table s.t (c int collate ci) | 1:25 | Column c is INTEGER; COLLATE is for text.",
        // keys
        "create table s.t (c int primary key null) | 1:37 | Column c is NULL, but a PRIMARY KEY is",
        "create table s.t (c int primary key, d int primary key) | 1:44 | Table s.t has a PRIMARY",
        "create table s.t (c int primary key, primary key (c)) | 1:38 | Table s.t has a PRIMARY",
        "create table s.t (c int, primary key (d)) | 1:39 | PRIMARY KEY names column d, which the",
        "create table s.t (c int, primary key ()) | 1:39 | Expected a column name, found ')'.",
        "create table s.t (c int, unique (c, c)) | 1:37 | UNIQUE names column c twice.",
        "create table s.t (c int unique, unique (c)) | 1:33 | These columns are declared as a key",
        "create table s.t (c int primary key, unique (c)) | 1:38 | These columns are declared as a",
        "create table s.t (c int, check (c > 0)) | 1:26 | Redshift has no CHECK constraints.",
        "create table s.t (c int, constraint k) | 1:38 | Expected PRIMARY KEY, UNIQUE or FOREIGN",
        "create table s.t (c int, foreign key (d) references u) | 1:39 | FOREIGN KEY names column",
        "create table s.t (c int references u (a, b)) | 1:36 | A foreign key of 1 columns referen",
        "create table s.t (c int references u (a) on delete cascade) | 1:42 | Expected a column",
        // distribution and sorting
        "create table s.t (c int distkey, d int distkey) | 1:40 | The table has a DISTKEY already.",
        "create table s.t (c int distkey) distkey(c) | 1:34 | The table has a DISTKEY already.",
        "create table s.t (c int distkey) diststyle all | 1:34 | DISTSTYLE ALL and DISTKEY exclude",
        "create table s.t (c int distkey) diststyle even | 1:34 | DISTSTYLE EVEN and DISTKEY",
        "create table s.t (c int distkey) diststyle auto | 1:34 | DISTSTYLE AUTO and DISTKEY",
        "create table s.t (c int) diststyle key | 1:26 | DISTSTYLE KEY needs a DISTKEY.",
        "create table s.t (c int) diststyle any | 1:36 | Expected AUTO, EVEN, ALL or KEY, found",
        "create table s.t (c int) distkey(d) | 1:26 | DISTKEY names column d, which the table",
        "create table s.t (c int, d int) distkey(c, d) | 1:42 | Expected ')', found ','. A table",
        "create table s.t (c super distkey) | 1:27 | Column c is SUPER; a DISTKEY cannot be of",
        "create table s.t (c varbyte) sortkey(c) | 1:38 | Column c is VARBYTE(64000); a SORTKEY",
        "create table s.t (c int sortkey, d int sortkey) | 1:40 | Column c is a SORTKEY as well.",
        "create table s.t (c int sortkey) sortkey(c) | 1:34 | Column c is the SORTKEY already.",
        "create table s.t (c int) sortkey(c) sortkey auto | 1:37 | The table has SORTKEY twice.",
        "create table s.t (c int) sortkey(c, d) | 1:37 | SORTKEY names column d, which the table",
        "create table s.t (c int) compound sortkey auto | 1:43 | Expected '(', found 'auto'.",
        "create table s.t (c int) backup maybe | 1:33 | Expected YES or NO, found 'maybe'.",
        "create table s.t (c int) backup no backup no | 1:36 | The table has BACKUP twice.",
        "create table s.t (c int) encode zstd | 1:33 | Expected AUTO, found 'zstd'.",
        // LIKE
        "create table s.t (like s.u) | 1:24 | Table s.u, which LIKE copies, is not declared.",
        "create table s.t (like u) | 1:24 | Table u is named without its schema.",
        "create table s.t (like s.u including all) | 1:38 | Expected DEFAULTS, found 'all'.",
        // comments
        "create table s.t (c int); comment on view s.t is '' | 1:38 | Expected TABLE or COLUMN,",
        "create table s.t (c int); comment on table s.u is '' | 1:44 | The comment is on table s.u;",
        "create table s.t (c int); comment on column s.t.d is '' | 1:45 | COMMENT ON COLUMN names",
        "create table s.t (c int); comment on column c is '' | 1:45 | Column c is named without its",
        "create table s.t (c int); comment on table s.t is 'a | 1:51 | This string is never closed."
      })
  void aMistakeIsOneProblemAtItsPlace(String sql, String place, String begin) {
    assertThat(problems(sql)).hasSize(1);
    assertThat(problems(sql).get(0)).startsWith("t.sql:" + place + ": " + begin);
  }

  @Test
  void aTableHasNoMoreColumnsThanRedshiftAllows() {
    assertThat(problems("create table s.t (" + columns(1600) + ")")).isEmpty();
    assertThat(problems("create table s.t (" + columns(1601) + ")"))
        .containsExactly("t.sql:1:14: Table s.t has 1601 columns; Redshift allows 1600.");
  }

  @Test
  void aSortKeyHasNoMoreColumnsThanRedshiftAllows() {
    assertThat(problems("create table s.t (%s) sortkey (%s)".formatted(columns(401), names(400))))
        .isEmpty();
    assertThat(problems("create table s.t (%s)\nsortkey (%s)".formatted(columns(401), names(401))))
        .containsExactly("t.sql:2:1: COMPOUND SORTKEY has 401 columns; Redshift allows 400.");
    assertThat(
            problems(
                "create table s.t (%s)\ninterleaved sortkey (%s)".formatted(columns(9), names(9))))
        .containsExactly("t.sql:2:1: INTERLEAVED SORTKEY has 9 columns; Redshift allows 8.");
  }

  @Test
  void aNameIsNoLongerThanRedshiftAllows() {
    assertThat(problems("create table s.t (%s int)".formatted("n".repeat(128))))
        .singleElement()
        .asString()
        .startsWith("t.sql:1:19: The name 'nnnnn")
        .endsWith("is 128 bytes long; Redshift allows 127.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(like s.parent) distkey(a)",
        "(like s.parent) diststyle all",
        "(like s.parent) sortkey auto",
        "(like s.parent) backup yes",
        "(like s.parent, b int distkey)",
        "(like s.parent, b int sortkey)"
      })
  void whatLikeCopiesCannotBeDeclared(String rest) {
    assertThat(problemsWithParent("create table s.parent (a int)", rest))
        .singleElement()
        .asString()
        .contains("LIKE copies BACKUP, DISTSTYLE, DISTKEY and SORTKEY of s.parent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(a int) | (a date, like s.parent) | LIKE copies column a, which is declared.",
        "(a int) | (like s.parent, a date) | Column a is declared twice.",
        "(a int identity) | (like s.parent) | LIKE copies column a, an IDENTITY column.",
        "(a int) | (like s.parent, like s.parent) | A table can be LIKE one other table."
      })
  void likeLeavesNothingToBeGuessed(String parent, String rest, String problem) {
    assertThat(problemsWithParent("create table s.parent " + parent, rest))
        .singleElement()
        .asString()
        .contains(problem);
  }

  /** Whatever the text, there is a table or there are problems, and nothing is thrown. */
  @Property
  void noTextMakesTheParserFail(@ForAll("mutilated") String sql) {
    Problems problems = new Problems();

    boolean parsed = DdlParser.parse("t.sql", sql, problems).isPresent();

    assertThat(parsed).isEqualTo(problems.isEmpty());
    assertThat(problems.all()).allMatch(problem -> problem.where().matches("t\\.sql:\\d+:\\d+"));
  }

  @Provide
  Arbitrary<String> mutilated() {
    String sql =
        """
        create table s.t (a int identity(0,1) primary key encode az64, b varchar(10) default 'x'
        not null unique references u (c), "c" decimal(5,2) collate ci, interval interval day,
        constraint k unique (a, b), foreign key (a) references s.u (v), like s.v including defaults)
        backup no diststyle key distkey(a) interleaved sortkey(a, b) encode auto;
        comment on column s.t.a is 'text'""";
    Arbitrary<String> word = Arbitraries.of(sql.split("\\b"));
    Arbitrary<Integer> place = Arbitraries.integers().between(0, sql.length());
    Arbitrary<String> cut = place.flatMap(from -> place.map(to -> without(sql, from, to)));
    Arbitrary<String> inserted =
        place.flatMap(at -> word.map(w -> sql.substring(0, at) + w + sql.substring(at)));
    Arbitrary<String> soup = word.list().ofMaxSize(30).map(words -> String.join(" ", words));
    Arbitrary<String> inside = soup.map(words -> "create table s.t (" + words);
    return Arbitraries.oneOf(cut, inserted, soup, inside);
  }

  private static String without(String sql, int from, int to) {
    return sql.substring(0, Math.min(from, to)) + sql.substring(Math.max(from, to));
  }

  private static List<String> problemsWithParent(String parent, String rest) {
    Problems problems = new Problems();
    Optional<Table> none =
        DdlParser.parse(
            "t.sql",
            "create table s.t " + rest,
            name -> Optional.of(Parsed.table(parent)),
            problems);
    assertThat(none).isEmpty();
    return problems.all().stream().map(Problem::toString).toList();
  }

  private static String columns(int count) {
    return list(count, i -> "c" + i + " int");
  }

  private static String names(int count) {
    return list(count, i -> "c" + i);
  }

  private static String list(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(", "));
  }
}
