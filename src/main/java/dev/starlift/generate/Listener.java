package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import java.util.List;

/**
 * Someone who listens.
 *
 * @param paysFrom day since which the level is paid, counted from the first day of events; beyond
 *     the last one for those who never pay
 * @param paysUntil day since which it is free again
 */
record Listener(
    int id,
    String firstName,
    String lastName,
    char gender,
    String location,
    long registered,
    String userAgent,
    int paysFrom,
    int paysUntil) {
  private static final List<String> FIRST_NAMES =
      List.of(
          "Walter",
          "Lily",
          "Chloe",
          "Tegan",
          "Kate",
          "Jacob",
          "Aleena",
          "Mohammad",
          "Layla",
          "Rylan",
          "Jayden",
          "Ava",
          "Samuel",
          "Connar",
          "Noelle",
          "Kaylee");
  private static final List<String> LAST_NAMES =
      List.of(
          "Frye",
          "Koch",
          "Cuevas",
          "Levine",
          "Harrell",
          "Klein",
          "Kirby",
          "Rodriguez",
          "Griffin",
          "George",
          "Graves",
          "Robinson",
          "Gonzalez",
          "Moreno",
          "Ford",
          "Summers");
  private static final List<String> PLACES =
      List.of(
          "San Francisco-Oakland-Hayward, CA",
          "Chicago-Naperville-Elgin, IL-IN-WI",
          "Portland-South Portland, ME",
          "Lansing-East Lansing, MI",
          "Waterloo-Cedar Falls, IA",
          "Tampa-St. Petersburg-Clearwater, FL",
          "New York-Newark-Jersey City, NY-NJ-PA",
          "Birmingham-Hoover, AL");
  private static final List<String> USER_AGENTS =
      List.of(
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/36.0.1985.143 Safari/537.36",
          "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/36.0.1985.143 Safari/537.36",
          "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2 (KHTML, like"
              + " Gecko) Version/7.0 Mobile/11D257 Safari/9537.53",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Ubuntu Chromium/36.0.1985.125 Chrome/36.0.1985.125 Safari/537.36");

  /**
   * @param firstDay of the events, since 1970
   */
  static Listener of(int id, long seed, long firstDay) {
    Draws draws = new Draws(seed).of(Subject.LISTENER, id);
    String agent = pick(USER_AGENTS, draws);
    boolean quoted = draws.chance(760);
    boolean pays = draws.chance(500);
    boolean before = draws.chance(600);
    boolean stops = draws.chance(150);
    int from = before ? 0 : draws.between(1, StreamingFile.DAYS - 1);
    long registered = (firstDay - draws.between(1, 200)) * 86_400L + draws.below(86_400);
    return new Listener(
        id,
        pick(FIRST_NAMES, draws),
        pick(LAST_NAMES, draws),
        draws.chance(550) ? 'F' : 'M',
        pick(PLACES, draws),
        registered * 1000 + 796,
        quoted ? '"' + agent + '"' : agent,
        pays ? from : StreamingFile.DAYS,
        stops ? draws.between(from + 1, StreamingFile.DAYS) : StreamingFile.DAYS);
  }

  /** On a day, counted from the first. */
  String level(int day) {
    return day >= paysFrom && day < paysUntil ? "paid" : "free";
  }

  private static String pick(List<String> words, Draws draws) {
    return words.get(draws.below(words.size()));
  }
}
