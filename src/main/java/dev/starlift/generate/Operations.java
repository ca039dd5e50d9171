package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;

/**
 * What became of a flight on a day. A day's operations depend on seed, scale and day only, not on
 * the as-of date: the file of a day is the same in every generation that holds it.
 */
final class Operations {
  private final Draws draws;

  Operations(long seed) {
    draws = new Draws(seed);
  }

  enum Status {
    COMPLETED("completed"),
    CANCELLED("cancelled"),
    DIVERTED("diverted");

    /** As in the raw files. */
    final String text;

    Status(String text) {
      this.text = text;
    }
  }

  Status status(int flight, long epochDay) {
    int draw = draws.of(Subject.OPERATION, epochDay, flight).below(1000);
    if (draw < 20) {
      return Status.CANCELLED;
    }
    return draw < 30 ? Status.DIVERTED : Status.COMPLETED;
  }

  /** The draws for everything else about it. */
  Draws details(int flight, long epochDay) {
    return draws.of(Subject.OPERATION, epochDay, ~(long) flight);
  }
}
