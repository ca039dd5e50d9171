package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.Draws.Subject;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void numbersNeverChange() {
    Draws draws = new Draws(42).of(Subject.BOOKING, 7, 1);
    assertThat(draws.next()).isEqualTo(7954263862040554971L);
    assertThat(draws.below(1000)).isEqualTo(837);
    assertThat(draws.fraction()).isEqualTo(0.25525542246980903);
  }

  @Test
  void aRowsDrawsDoNotDependOnTheRowsBefore() {
    Draws draws = new Draws(1);
    long alone = draws.of(Subject.CUSTOMER, 5).next();
    for (int i = 0; i < 10; i++) {
      draws.of(Subject.CUSTOMER, i).next();
    }
    assertThat(draws.of(Subject.CUSTOMER, 5).next()).isEqualTo(alone);
  }

  @Test
  void seedSubjectRowAndSecondNumberAllMatter() {
    Set<Long> first = new HashSet<>();
    for (long seed = -2; seed < 3; seed++) {
      Draws draws = new Draws(seed);
      for (Subject subject : Subject.values()) {
        for (long row = 0; row < 10; row++) {
          for (long second = -5; second < 5; second++) {
            first.add(draws.of(subject, row, second).next());
          }
        }
      }
    }
    assertThat(first).hasSize(5 * Subject.values().length * 10 * 10);
  }

  @Test
  void numbersStayInTheirBoundsAndReachThem() {
    Draws draws = new Draws(3).of(Subject.DIRT, 0);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      seen.add(draws.between(-2, 3));
      assertThat(draws.fraction()).isBetween(0.0, Math.nextDown(1.0));
    }
    assertThat(seen).containsExactlyInAnyOrder(-2, -1, 0, 1, 2, 3);
  }
}
