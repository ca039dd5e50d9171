package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;

/**
 * The aircraft, by number. One in ten is retired; the others each fly one line of the timetable.
 */
final class Fleet {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int NUMBERS = 900;
  private static final int TAILS = NUMBERS * LETTERS.length() * LETTERS.length();

  /** Has no factor in common with {@link #TAILS}, so that no two aircraft share a tail number. */
  private static final int TAIL_STEP = 104_729;

  private static final AircraftType[] TYPES = AircraftType.values();

  private final Draws draws;
  private final int firstTail;

  Fleet(long seed) {
    draws = new Draws(seed);
    firstTail = draws.of(Subject.TAIL, 0).below(TAILS);
  }

  static boolean isActive(int aircraft) {
    return aircraft % 10 != 9;
  }

  /** The aircraft that flies a line of the timetable; two lines never share one. */
  static int ofLine(int line) {
    return line / 9 * 10 + line % 9;
  }

  AircraftType type(int aircraft) {
    return TYPES[draws.of(Subject.AIRCRAFT, aircraft).below(TYPES.length)];
  }

  /** Such as N417KD. */
  void tailNumber(int aircraft, TextBuffer out) {
    int tail = (int) (((long) aircraft * TAIL_STEP + firstTail) % TAILS);
    int letters = tail / NUMBERS;
    out.ascii('N')
        .number(100 + tail % NUMBERS, 3)
        .ascii(LETTERS.charAt(letters / LETTERS.length()))
        .ascii(LETTERS.charAt(letters % LETTERS.length()));
  }
}
