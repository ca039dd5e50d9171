package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.starlift.ddl.Token.Kind;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
  @Test
  void everyTokenKnowsItsPlace() {
    assertThat(Lexer.tokens("a,\n  'x\ny' b"))
        .extracting(Token::kind, Token::text, Token::start, Token::line, Token::column)
        .containsExactly(
            tuple(Kind.WORD, "a", 0, 1, 1),
            tuple(Kind.SYMBOL, ",", 1, 1, 2),
            tuple(Kind.STRING, "'x\ny'", 5, 2, 3),
            tuple(Kind.WORD, "b", 11, 3, 4),
            tuple(Kind.END, "", 12, 3, 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SORTKEY | WORD",
        "#temporary | WORD",
        "größe$1 | WORD",
        "\"a \"\"b\"\"\" | QUOTED_NAME",
        "'it''s' | STRING",
        "'it\\'s' | STRING",
        "E'a\\n' | STRING",
        "$$it's$$ | DOLLAR_STRING",
        "$tag$ a $$ b $tag$ | DOLLAR_STRING",
        "12 | NUMBER",
        ".5 | NUMBER",
        "1.5e-3 | NUMBER",
        "$1 | PARAMETER",
        "? | PARAMETER",
        ":: | SYMBOL",
        "<> | SYMBOL",
        "( | SYMBOL",
        "'open | UNCLOSED",
        "'open\\' | UNCLOSED",
        "\"open | UNCLOSED",
        "/* open /* nested */ | UNCLOSED",
        "$$open | UNCLOSED"
      })
  void aTextOfOneTokenIsOneToken(String text, Kind kind) {
    assertThat(Lexer.tokens(text)).extracting(Token::kind).containsExactly(kind, Kind.END);
    assertThat(Lexer.tokens(text).get(0).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a--b\n/c", "a/* b /* c */ d */ / c", "a -- '\n / c", "a\t/\r\nc"})
  void commentsAndBlanksSeparate(String text) {
    assertThat(Lexer.tokens(text)).extracting(Token::text).containsExactly("a", "/", "c", "");
  }

  @ParameterizedTest
  @CsvSource({"5--1, 5", "5-/* c */1, 5 - 1", "a::int, a :: int", "(-1), ( - 1 )", "=-1, =- 1"})
  void operatorsEndWhereACommentBegins(String text, String tokens) {
    assertThat(
            Lexer.tokens(text).stream().map(Token::text).collect(Collectors.joining(" ")).strip())
        .isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'it''s' | it's",
        "'a\\\\b\\'c' | a\\b'c",
        "e'x' | x",
        "\"A \"\"b\"\"\" | A \"b\"",
        "$q$it's$q$ | it's",
        "Word | Word"
      })
  void theValueOfATokenIsWhatItMeans(String text, String value) {
    assertThat(Lexer.tokens(text).get(0).value()).isEqualTo(value);
  }

  @Test
  void lettersBehindABackslashMeanControlCharacters() {
    assertThat(Lexer.tokens("'a\\tb\\nc\\q'").get(0).value()).isEqualTo("a\tb\ncq");
  }

  @Test
  void aQuotedNameIsNoKeyword() {
    Token quoted = Lexer.tokens("\"table\"").get(0);

    assertThat(quoted.isWord("table")).isFalse();
    assertThat(quoted.keyword()).isEmpty();
    assertThat(quoted.isName()).isTrue();
    assertThat(Lexer.tokens("Table").get(0).isWord("TABLE")).isTrue();
  }

  @Property
  void tokensWithSpaceAreTheWholeText(@ForAll("sqlLike") String sql) {
    assertThat(Lexer.tokensWithSpace(sql).stream().map(Token::text).collect(Collectors.joining()))
        .isEqualTo(sql);
  }

  @Property
  void everyTokenStandsWhereItSays(@ForAll("sqlLike") String sql) {
    String[] lines = sql.split("\n", -1);
    for (Token token : Lexer.tokens(sql)) {
      assertThat(sql.startsWith(token.text(), token.start())).isTrue();
      String firstLine = token.text().split("\n", -1)[0];
      assertThat(lines[token.line() - 1].startsWith(firstLine, token.column() - 1)).isTrue();
    }
  }

  @Provide
  Arbitrary<String> sqlLike() {
    return Arbitraries.of(
            "'", "\"", "$", "$a$", "--", "/*", "*/", "\n", " ", "a", "E", "1", ".", "\\", "(", "é",
            "😀", "::", ";", "?", "-", "+")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }
}
