package dev.starlift.job;

import dev.starlift.problem.Location;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is wrong with a file and those that it names. Found in the order in which things are looked
 * at; shown in the order in which the user reads them.
 */
final class Findings {
  private record Finding(Location where, String what, String fix) {}

  private final String file;
  private final List<Finding> own = new ArrayList<>();
  private final Problems others = new Problems();

  /**
   * @param file the one whose problems come first
   */
  Findings(String file) {
    this.file = file;
  }

  void add(Location where, String what, String fix) {
    if (where.file().equals(file)) {
      own.add(new Finding(where, what, fix));
    } else {
      others.add(where, what, fix);
    }
  }

  /** Adds the problems of a text that stands inside the file, all at one place. */
  void addAll(Location where, Consumer<Problems> finder) {
    Problems found = new Problems();
    finder.accept(found);
    for (Problem problem : found.all()) {
      add(where, problem.what(), problem.fix());
    }
  }

  /** For readers of other files: their problems come after those of this one. */
  Problems ofOtherFiles() {
    return others;
  }

  boolean isEmpty() {
    return own.isEmpty() && others.isEmpty();
  }

  int size() {
    return own.size() + others.all().size();
  }

  void reportTo(Problems problems) {
    own.stream()
        .sorted(Comparator.comparingInt(finding -> finding.where().line()))
        .forEach(finding -> problems.add(finding.where(), finding.what(), finding.fix()));
    others.all().forEach(problems::add);
  }
}
