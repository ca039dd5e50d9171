package dev.starlift.sandbox.dialect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names that Redshift has for the parts of dates and times.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html">Date
 *     parts</a>
 */
final class DateParts {
  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    names("millennium", "millennia", "mil", "mils");
    names("century", "centuries", "c", "cent", "cents");
    names("decade", "decades", "dec", "decs");
    names("epoch");
    names("year", "years", "y", "yr", "yrs", "yy", "yyyy");
    names("quarter", "quarters", "qtr", "qtrs", "q", "qq");
    names("month", "months", "mon", "mons", "mm");
    names("week", "weeks", "w", "wk", "ww");
    names("dow", "dayofweek", "dw", "weekday");
    names("doy", "dayofyear", "dy", "yearday");
    names("day", "days", "d", "dd");
    names("hour", "hours", "h", "hr", "hrs", "hh");
    names("minute", "minutes", "m", "min", "mins", "mi", "n");
    names("second", "seconds", "s", "sec", "secs", "ss");
    names(
        "milliseconds",
        "millisecond",
        "ms",
        "msec",
        "msecs",
        "msecond",
        "mseconds",
        "millisec",
        "millisecs",
        "millisecon");
    names(
        "microseconds",
        "microsecond",
        "us",
        "usec",
        "usecs",
        "microsec",
        "microsecs",
        "microsecond",
        "usecond",
        "useconds");
    names("timezone");
    names("timezone_hour");
    names("timezone_minute");
  }

  private DateParts() {}

  private static void names(String canonical, String... others) {
    NAMES.put(canonical, canonical);
    for (String other : others) {
      NAMES.put(other, canonical);
    }
  }

  /** PostgreSQL's name of a part; what is not known comes back in lower case. */
  static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAMES.getOrDefault(lower, lower);
  }
}
