package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import dev.starlift.generate.SongCatalogue.Song;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of one day, in the order of their time; to be written one after the other.
 *
 * <p>Of a hundred, 85 play a song and three come from nobody who is logged in. One play in ten is
 * of a song of the catalogue; one in fifty has its title and artist, and another length.
 */
final class EventRows implements Rows {
  private static final int EVENTS_PER_LISTENER = 80;
  private static final long DAY_SECONDS = 86_400;

  private final StreamingFile.Day day;
  private final SongCatalogue catalogue;
  private final long seed;
  private final Draws draws;
  private final int listeners;
  private final Map<Integer, Integer> items = new HashMap<>();

  EventRows(StreamingFile.Day day, StreamingOptions options, SongCatalogue catalogue) {
    this.day = day;
    this.catalogue = catalogue;
    this.seed = options.seed();
    this.draws = new Draws(seed);
    this.listeners = Math.max(10, options.events() / EVENTS_PER_LISTENER);
  }

  /** A page on which nothing is played. */
  private record Page(String name, int perMille, String method, int status) {}

  private static final List<Page> PAGES =
      List.of(
          new Page("Home", 630, "GET", 200),
          new Page("Logout", 80, "PUT", 307),
          new Page("Downgrade", 60, "GET", 200),
          new Page("Settings", 55, "GET", 200),
          new Page("Help", 50, "GET", 200),
          new Page("About", 40, "GET", 200),
          new Page("Upgrade", 30, "GET", 200),
          new Page("Save Settings", 20, "PUT", 307),
          new Page("Error", 15, "GET", 404),
          new Page("Submit Upgrade", 15, "PUT", 307),
          new Page("Submit Downgrade", 5, "PUT", 307));

  private static final List<Page> OUTSIDE =
      List.of(
          new Page("Home", 600, "GET", 200),
          new Page("Login", 330, "PUT", 307),
          new Page("Help", 40, "GET", 200),
          new Page("About", 30, "GET", 200));

  /**
   * @param row counted from the first event of the first day
   */
  @Override
  public void write(long row, TextBuffer out) {
    draws.of(Subject.EVENT, row);
    int number = draws.below(listeners);
    Listener listener = Listener.of(number + 2, seed, day.epochDay() - day.day());
    boolean inside = !draws.chance(35);
    boolean plays = inside && draws.chance(877);
    Page page = plays ? new Page("NextSong", 0, "PUT", 200) : page(inside ? PAGES : OUTSIDE);
    int item = items.merge(number, 1, Integer::sum) - 1;
    long within = (row - day.firstEvent()) * DAY_SECONDS / Math.max(1, day.events());
    long second = Math.min(DAY_SECONDS - 1, within);

    Play play = plays ? play() : Play.NONE;
    text("{\"artist\":", play.artist(), out);
    text(",\"auth\":", inside ? "Logged In" : "Logged Out", out);
    text(",\"firstName\":", inside ? listener.firstName() : null, out);
    text(",\"gender\":", inside ? String.valueOf(listener.gender()) : null, out);
    out.ascii(",\"itemInSession\":").number(item);
    text(",\"lastName\":", inside ? listener.lastName() : null, out);
    out.ascii(",\"length\":");
    if (plays) {
      SongRows.seconds(play.micros(), out);
    } else {
      out.ascii("null");
    }
    text(",\"level\":", listener.level(day.day()), out);
    text(",\"location\":", inside ? listener.location() : null, out);
    text(",\"method\":", page.method(), out);
    text(",\"page\":", page.name(), out);
    out.ascii(",\"registration\":");
    if (inside) {
      out.number(listener.registered()).ascii(".0");
    } else {
      out.ascii("null");
    }
    out.ascii(",\"sessionId\":").number(1 + (long) day.day() * listeners + number);
    text(",\"song\":", play.song(), out);
    out.ascii(",\"status\":").number(page.status());
    out.ascii(",\"ts\":").number((day.epochDay() * DAY_SECONDS + second) * 1000 + 796);
    text(",\"userAgent\":", inside ? listener.userAgent() : null, out);
    text(",\"userId\":", inside ? Integer.toString(listener.id()) : "", out);
    out.ascii('}');
  }

  private record Play(String artist, String song, long micros) {
    static final Play NONE = new Play(null, null, 0);
  }

  private Play play() {
    boolean known = draws.chance(100);
    boolean otherLength = draws.chance(20);
    int number = draws.below(catalogue.size());
    Song song = catalogue.song(number);
    if (known) {
      return new Play(song.artistName(), song.title(), song.durationMicros());
    }
    if (otherLength) {
      return new Play(song.artistName(), song.title(), song.durationMicros() + 5_000_000);
    }
    return new Play(
        "Nobody " + number, song.title() + " (unknown)", song.durationMicros() + 1_230_000);
  }

  private Page page(List<Page> pages) {
    int at = draws.below(1000);
    for (Page page : pages) {
      at -= page.perMille();
      if (at < 0) {
        return page;
      }
    }
    throw new IllegalStateException("The pages do not add up to all visits.");
  }

  private static void text(String key, String value, TextBuffer out) {
    out.ascii(key);
    if (value == null) {
      out.ascii("null");
    } else {
      JsonString.write(value, true, out);
    }
  }
}
