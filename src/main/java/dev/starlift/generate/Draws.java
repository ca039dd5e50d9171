package dev.starlift.generate;

/**
 * Random numbers by address: the draws of a row depend on nothing but seed, subject and row, so any
 * row can be computed alone, in any task, in any order. Reused for many rows; not thread-safe.
 *
 * <p>The numbers are SplitMix64's; the tests pin them, because a change would change every file.
 */
final class Draws {
  /** What a sequence of draws is about. */
  enum Subject {
    TAIL(1),
    AIRCRAFT(2),
    CUSTOMER(3),
    REST_DAY(4),
    OPERATION(5),
    SLOT(6),
    SEAT(7),
    BOOKING(8),
    REFERENCE(9),
    DIRT(10),
    SONG(11),
    ARTIST(12),
    LISTENER(13),
    EVENT(14);

    private final int number;

    Subject(int number) {
      this.number = number;
    }
  }

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  Draws(long seed) {
    this.seed = mix(seed + GOLDEN);
  }

  /** Starts the sequence of a row. */
  Draws of(Subject subject, long row) {
    return of(subject, row, 0);
  }

  /** Starts the sequence of a row that is named by two numbers. */
  Draws of(Subject subject, long row, long second) {
    long stream = mix(seed + subject.number * GOLDEN);
    state = mix(mix(stream + row * GOLDEN) + second * GOLDEN);
    return this;
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** From {@code first} to {@code last}, both included. */
  int between(int first, int last) {
    return first + below(last - first + 1);
  }

  boolean chance(int perMille) {
    return below(1000) < perMille;
  }

  /** From 0 to 1, 1 excluded. */
  double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
