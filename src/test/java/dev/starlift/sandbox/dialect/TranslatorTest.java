package dev.starlift.sandbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.sandbox.session.SqlError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatorTest {
  private static final NameScope SCOPE = new NameScope("producer", "dev", Set.of("shared"));

  private static Translation translate(String sql) throws SqlError {
    List<SourceStatement> statements = SourceStatement.split(sql);
    assertThat(statements).hasSize(1);
    return Translator.translate(statements.get(0), SCOPE);
  }

  private static String text(String sql) throws SqlError {
    Translation translation = translate(sql);
    return translation instanceof Translation.Query query
        ? query.sql().text()
        : ((Translation.Script) translation).steps().get(0).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT "T"."B" FROM "PUBLIC"."T"              | SELECT "t"."b" FROM "public"."t"
          SELECT 'a\\nb', E'c\\n', '"X"'                | SELECT E'a\\nb', E'c\\n', '"X"'
          SELECT nvl(a, sysdate), t.sysdate FROM t      | SELECT COALESCE(a, LOCALTIMESTAMP), t.sysdate FROM t
          SELECT DATEADD(Month, 1, d)                   | SELECT DATEADD('month', 1, d)
          SELECT DATE_PART('year', d)                   | SELECT DATE_PART('year', d)
          SELECT a::varchar(max), CAST(b AS SUPER)      | SELECT a::varchar(65535), CAST(b AS jsonb)
          SELECT CASE WHEN a THEN 1WHEN b THEN 2END     | SELECT CASE WHEN a THEN 1 WHEN b THEN 2 END
          SELECT * FROM #t, "#T"                        | SELECT * FROM "#t", "#t"
          SELECT * FROM shared.s.t x                    | SELECT * FROM "share:shared.s".t x
          SELECT * FROM dev.s.t WHERE dev.s.t.a = 1     | SELECT * FROM s.t WHERE s.t.a = 1
          DELETE t WHERE a = 1                          | DELETE FROM t WHERE a = 1
          LOCK s.t                                      | LOCK TABLE s.t
          BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE | BEGIN NOT DEFERRABLE READ WRITE
          set query_group to Mine                       | set redshift.query_group to 'Mine'
          CREATE TABLE t (a TEXT, b DECIMAL, c varchar) | CREATE TABLE t (a varchar(256), b numeric(18,0), c varchar(256))
          CREATE TABLE #t (a int)                       | CREATE TEMP TABLE "#t" (a int)
          GRANT SELECT ON t TO GROUP g, ROLE r          | GRANT SELECT ON t TO  g,  r
          """)
  void rewrites(String sql, String expected) throws SqlError {
    assertThat(text(sql)).isEqualTo(expected.replace("`", ""));
  }

  @Test
  void keysAndDistributionBecomeNotes() throws SqlError {
    Translation.Script script =
        (Translation.Script)
            translate(
                "CREATE TABLE t (PRIMARY KEY (a), a int ENCODE az64, b int REFERENCES s.d (x),"
                    + " UNIQUE (b)) DISTSTYLE KEY DISTKEY (a) INTERLEAVED SORTKEY (a, b)");
    assertThat(script.steps().get(0).text())
        .isEqualTo(
            "SET LOCAL starlift.notes = E'{\"diststyle\":\"KEY\",\"distkey\":\"a\","
                + "\"sortstyle\":\"interleaved\",\"sortkey\":[\"a\",\"b\"],\"encodings\":{\"a\":\"az64\"},"
                + "\"keys\":[{\"kind\":\"p\",\"columns\":[\"a\"]},"
                + "{\"kind\":\"f\",\"columns\":[\"b\"],\"table\":\"\\\\\"s\\\\\".\\\\\"d\\\\\"\",\"references\":[\"x\"]},"
                + "{\"kind\":\"u\",\"columns\":[\"b\"]}]}'");
    assertThat(script.steps().get(1).text())
        .isEqualToIgnoringWhitespace("CREATE TABLE t ( a int NOT NULL, b int )");
  }

  @Test
  void offsetsLeadBackToTheClientsText() throws SqlError {
    String sql = "SELECT NVL(a, 'x\\y'), \"Wrong\" FROM t";
    Translation.Query query = (Translation.Query) translate(sql);
    int inPostgres = query.sql().text().indexOf("\"wrong\"");
    assertThat(query.sql().sourceOffset(inPostgres)).isEqualTo(sql.indexOf("\"Wrong\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INSERT INTO shared.s.t VALUES (1)   | read-only
          SELECT 'open                        | unterminated quoted string
          MERGE INTO t x USING s ON true      | no alias
          CREATE TABLE t (a int CHECK (a > 0)) | syntax error
          CREATE TABLE t (a varchar(65536))   | cannot exceed 65535
          CREATE TABLE t (a int) PARTITION BY RANGE (a) | syntax error
          SELECT "share:shared.s".t           | does not exist
          ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int | one column per statement
          """)
  void refuses(String sql, String message) {
    assertThatThrownBy(() -> translate(sql))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining(message);
  }

  @Test
  void statementsAreSplitOutsideOfTexts() throws SqlError {
    assertThat(SourceStatement.split("SELECT ';'; -- ;\n /* ; */ SELECT $$;$$; ;"))
        .extracting(statement -> statement.tokens().get(1).text())
        .containsExactly("';'", "$$;$$");
  }
}
