package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.ddl.TableDifference.Aspect;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableDifferenceTest {
  @Test
  void aTableDoesNotDifferFromItself() {
    String sql =
        """
        (a bigint identity(0,1) encode az64 primary key, b varchar(5) default 'x' collate ci unique,
        foreign key (b) references s.u) backup no distkey(a) interleaved sortkey(a, b)""";

    assertThat(differences(sql, sql, EnumSet.allOf(Aspect.class))).isEmpty();
  }

  /** What is declared, what the table is, the sentence, and whether it blocks a load. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(a int, b date) | (a int) | Column b DATE is declared, but the table does not have it. |"
            + " true",
        "(a int) | (a int, b date) | The table has a column b DATE that is not declared. | false",
        "(a int) | (a int, b date not null) | The table has a column b DATE NOT NULL that is not"
            + " declared. | true",
        "(a int) | (a int, b date not null default '2000-01-01') | The table has a column b DATE"
            + " that is not declared. | false",
        "(a int) | (a int, b bigint identity) | The table has a column b BIGINT that is not"
            + " declared. | false",
        "(a date) | (a timestamp) | Column a is declared as DATE, but is TIMESTAMP in the table. |"
            + " true",
        "(a varchar(10)) | (a varchar(9)) | Column a is declared as VARCHAR(10), but is VARCHAR(9)"
            + " in the table. | true",
        "(a varchar(10)) | (a varchar(11)) | Column a is declared as VARCHAR(10), but is"
            + " VARCHAR(11) in the table. | false",
        "(a int) | (a bigint) | Column a is declared as INTEGER, but is BIGINT in the table. |"
            + " false",
        "(a bigint) | (a int) | Column a is declared as BIGINT, but is INTEGER in the table. |"
            + " true",
        "(a int) | (a int not null) | Column a may be NULL as declared, but is NOT NULL in the"
            + " table. | true",
        "(a int not null) | (a int) | Column a is declared NOT NULL, but may be NULL in the table."
            + " | false",
        "(a int) diststyle all | (a int) distkey(a) | The table is declared with DISTSTYLE ALL, but"
            + " has DISTKEY (\"a\"). | false",
        "(a int) sortkey(a) | (a int) | The table is declared with SORTKEY (\"a\"), but has SORTKEY"
            + " AUTO. | false"
      })
  void aDifferenceThatEveryCatalogShowsIsTold(
      String declared, String actual, String sentence, boolean blocks) {
    assertThat(differences(declared, actual, Set.of()))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.sentence()).isEqualTo(sentence);
              assertThat(difference.blocksLoad()).isEqualTo(blocks);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DEFAULTS | (a int default 0) | (a int) | DEFAULT of column a is declared as 0, but is none"
            + " in the table. | false",
        "ENCODINGS | (a int encode raw) | (a int encode lzo) | ENCODE of column a is declared as"
            + " RAW, but is LZO in the table. | false",
        "COLLATIONS | (a text collate ci) | (a text) | COLLATE of column a is declared as"
            + " CASE_INSENSITIVE, but is none in the table. | false",
        "IDENTITIES | (a int identity) | (a int not null) | IDENTITY of column a is declared as"
            + " IDENTITY(1,1), but is none in the table. | true",
        "IDENTITIES | (a int identity(0,1)) | (a int identity) | IDENTITY of column a is declared"
            + " as IDENTITY(0,1), but is IDENTITY(1,1) in the table. | false",
        "KEYS | (a int not null, primary key (a)) | (a int not null) | PRIMARY KEY is declared as"
            + " [a], but is none in the table. | false",
        "KEYS | (a int unique, b int unique) | (a int, b int unique) | UNIQUE is declared as [a],"
            + " but is none in the table. | false",
        "KEYS | (a int references s.u) | (a int references s.u(b)) | FOREIGN KEY is declared as [a]"
            + " to s.u, but is [a] to s.u [b] in the table. | false",
        "BACKUP | (a int) | (a int) backup no | BACKUP is declared as BACKUP YES, but is BACKUP NO"
            + " in the table. | false",
        "COMMENTS | (a int); comment on table s.t is 'x' | (a int) | The table's comment is"
            + " declared as x, but is none in the table. | false",
        "COMMENTS | (a int) | (a int); comment on column s.t.a is 'x' | The comment of column a is"
            + " declared as none, but is x in the table. | false"
      })
  void anAspectThatIsNotKnownIsLeftOut(
      Aspect aspect, String declared, String actual, String sentence, boolean blocks) {
    assertThat(differences(declared, actual, EnumSet.complementOf(EnumSet.of(aspect)))).isEmpty();
    assertThat(differences(declared, actual, Set.of(aspect)))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.sentence()).isEqualTo(sentence);
              assertThat(difference.blocksLoad()).isEqualTo(blocks);
            });
  }

  @Test
  void declaringNoSortKeyIsSortKeyAuto() {
    assertThat(differences("(a int)", "(a int) sortkey auto", Set.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'decimal(10,2)', 'decimal(12,2)', true",
    "'decimal(10,2)', 'decimal(12,4)', true",
    "'decimal(10,2)', 'decimal(11,4)', false",
    "'decimal(10,2)', 'decimal(10,1)', false",
    "smallint, int, true",
    "smallint, bigint, true",
    "int, smallint, false",
    "int, 'decimal(18,0)', false",
    "char(3), char(4), false",
    "char(3), varchar(3), false",
    "real, double precision, false"
  })
  void onlyATypeThatHoldsEveryValueExactlyLetsALoadThrough(
      String declared, String actual, boolean passes) {
    assertThat(differences("(a " + declared + ")", "(a " + actual + ")", Set.of()))
        .singleElement()
        .extracting(TableDifference::blocksLoad)
        .isEqualTo(!passes);
  }

  @Test
  void theOrderOfColumnsAndKeysIsNoDifference() {
    assertThat(
            differences(
                "(a int unique, b int unique)",
                "(b int unique, a int unique)",
                EnumSet.allOf(Aspect.class)))
        .isEmpty();
  }

  private static List<TableDifference> differences(
      String declared, String actual, Set<Aspect> alsoKnown) {
    return TableDifference.between(
        Parsed.table("create table s.t " + declared),
        Parsed.table("create table s.t " + actual),
        alsoKnown);
  }
}
