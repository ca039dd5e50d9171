package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.generate.Draws.Subject;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PermutationTest {
  @Property(tries = 200)
  void everyNumberComesOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int size) {
    Permutation order = new Permutation(size, new Draws(seed).of(Subject.SLOT, 0));
    boolean[] seen = new boolean[size];
    for (int place = 0; place < size; place++) {
      int number = Math.toIntExact(order.at(place));
      assertThat(seen[number]).isFalse();
      seen[number] = true;
    }
  }
}
