package dev.starlift.ddl;

import dev.starlift.problem.Location;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with one text. Syntax and rules are looked at one after the other; the reader gets
 * the problems in the order of the text.
 */
final class Findings {
  private record Finding(Token at, String what, String fix) {}

  private final List<Finding> findings = new ArrayList<>();

  void add(Token at, String what, String fix) {
    findings.add(new Finding(at, what, fix));
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** Each at its own line and column of the file. */
  void reportIn(String file, Problems problems) {
    for (Finding found : inOrder()) {
      Location where = new Location(file, found.at().line(), found.at().column());
      problems.add(where, found.what(), found.fix());
    }
  }

  /** All at one place, for a text that stands inside a larger file. */
  void reportAt(Location where, String text, Problems problems) {
    for (Finding found : inOrder()) {
      problems.add(where, "'%s': %s".formatted(text, found.what()), found.fix());
    }
  }

  private List<Finding> inOrder() {
    return findings.stream().sorted(Comparator.comparingInt(found -> found.at().start())).toList();
  }
}
