package dev.starlift.generate;

/**
 * The numbers from 0 to {@code size - 1} in an order that looks random. Each place is computed
 * alone: the number goes through steps that can be undone, again and again until it is small
 * enough.
 */
final class Permutation {
  private final long size;
  private final long mask;
  private final int half;
  private final long first;
  private final long second;

  /**
   * @param draws the sequence that decides the order
   */
  Permutation(long size, Draws draws) {
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1));
    mask = (1L << bits) - 1;
    half = (bits + 1) / 2;
    first = draws.next();
    second = draws.next();
  }

  long at(long place) {
    long number = place;
    do {
      number = (number * 0x9E3779B97F4A7C15L + first) & mask;
      number ^= number >>> half;
      number = (number * 0xBF58476D1CE4E5B9L + second) & mask;
      number ^= number >>> half;
      number = (number * 0x94D049BB133111EBL) & mask;
    } while (number >= size);
    return number;
  }
}
