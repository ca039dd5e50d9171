package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import java.util.Set;

/** The words between two queries. */
final class SetOperations {
  private static final Set<String> WORDS = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");

  private SetOperations() {}

  static boolean isOne(Token token) {
    return WORDS.contains(token.keyword());
  }
}
