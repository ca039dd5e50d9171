package dev.starlift.generate;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * What to generate. All options together decide every byte of the files.
 *
 * @param to folder for the files: a local path or any URI that Hadoop can write to
 * @param scale 1 = 1,000 customers and 5,000 bookings; both grow with it, see {@link AirlineScale}
 * @param seed another seed, other people and other weather
 * @param asOf the last day that was flown; bookings reach 89 days past it
 * @param dirtyRate rows that break the contract, added per clean row: 0 to 1
 */
public record AirlineOptions(String to, int scale, long seed, LocalDate asOf, double dirtyRate)
    implements Serializable {
  /** 2.5 billion bookings; above it the tail numbers run out. */
  static final int MAX_SCALE = 500_000;

  /** People register and aircraft are bought before 2020, whatever the day of the data. */
  static final LocalDate FIRST_AS_OF = LocalDate.of(2020, 4, 1);

  static final LocalDate LAST_AS_OF = LocalDate.of(2999, 12, 31);

  /** Throws a {@code StarliftException} with every option that cannot be used. */
  public AirlineOptions {
    Problems problems = new Problems();
    if (to == null || to.isBlank()) {
      problems.add("--to", "is empty.", "Name a folder or a URI such as s3a://bucket/raw.");
    }
    if (scale < 1 || scale > MAX_SCALE) {
      problems.add("--scale", scale + " is not between 1 and " + MAX_SCALE + ".", "");
    }
    if (asOf == null) {
      problems.add("--as-of", "is missing.", "Give a date such as 2024-06-30.");
    } else if (asOf.isBefore(FIRST_AS_OF) || asOf.isAfter(LAST_AS_OF)) {
      problems.add(
          "--as-of", asOf + " is not between " + FIRST_AS_OF + " and " + LAST_AS_OF + ".", "");
    }
    if (!(dirtyRate >= 0 && dirtyRate <= 1)) {
      problems.add("--dirty", dirtyRate + " is not between 0 and 1.", "0.01 breaks 1 row in 100.");
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }
}
