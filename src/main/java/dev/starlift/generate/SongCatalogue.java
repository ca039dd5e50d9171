package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The songs that the service knows, each computed alone from its number.
 *
 * <p>Two of three songs have an artist of their own on average. Every {@value #TWIN_EVERY}th is a
 * twin: title, artist and duration of the one before it under another id.
 */
final class SongCatalogue {
  static final int TWIN_EVERY = 97;

  private static final List<String> ADJECTIVES =
      List.of(
          "Silent",
          "Golden",
          "Broken",
          "Electric",
          "Lonely",
          "Midnight",
          "Velvet",
          "Northern",
          "Crooked",
          "Paper",
          "Burning",
          "Hollow",
          "Distant",
          "Restless",
          "Crystal",
          "Wooden");
  private static final List<String> NOUNS =
      List.of(
          "River",
          "Horses",
          "Engine",
          "Harbour",
          "Tigers",
          "Parade",
          "Letters",
          "Lanterns",
          "Winter",
          "Rockets",
          "Garden",
          "Machines",
          "Shadows",
          "Islands",
          "Thunder",
          "Windows");
  private static final List<String> FOREIGN =
      List.of(
          "Björk Guðmundsdóttir",
          "Sigur Rós",
          "Motörhead",
          "Die Ärzte",
          "久石譲",
          "Кино",
          "Mötley Crüe",
          "Café Tacvba",
          "방탄소년단",
          "Édith Piaf",
          "עופרה חזה",
          "Ελένη");
  private static final List<String> PLACES =
      List.of(
          "London, England",
          "California - LA",
          "New York, NY [Manhattan]",
          "Detroit, MI",
          "Malmö, Sweden",
          "Kingston, Jamaica",
          "São Paulo, Brazil",
          "Houston, TX",
          "Göteborg",
          "Nashville, Tennessee",
          "Paris, France",
          "Bamako, Mali");

  private final Draws draws;
  private final int songs;
  private final int artists;

  /**
   * @param year 0 when it is not known
   * @param durationMicros in millionths of a second; the last digit is 0
   * @param location empty when it is not known
   * @param place of the artist; empty when it is not known
   */
  record Song(
      int number,
      String songId,
      String title,
      long durationMicros,
      int year,
      String artistId,
      String artistName,
      String location,
      Optional<Place> place) {}

  /** In millionths of a degree. */
  record Place(int latitude, int longitude) {}

  SongCatalogue(int songs, long seed) {
    this.songs = songs;
    this.artists = Math.max(1, (int) (songs * 2L / 3));
    this.draws = new Draws(seed);
  }

  int size() {
    return songs;
  }

  /** Has the song the title, artist and duration of the one before it? */
  static boolean isTwin(int number) {
    return number % TWIN_EVERY == TWIN_EVERY - 1;
  }

  /** Such as {@code A/F/Q/TRAFQXN128F93B4C21.json}; the letters are those behind TR. */
  String file(int number) {
    draws.of(Subject.SONG, number, 1);
    char first = 'A';
    char second = letter();
    char third = letter();
    return "%c/%c/%c/TR%c%c%c%c%c128F%s.json"
        .formatted(first, second, third, first, second, third, letter(), letter(), code(number, 7));
  }

  Song song(int number) {
    int original = isTwin(number) ? number - 1 : number;
    draws.of(Subject.SONG, number, 2);
    String songId =
        "SO%c%c%c%c%c12A%s"
            .formatted(letter(), letter(), letter(), letter(), letter(), code(number, 8));
    int year = draws.chance(600) ? 0 : draws.between(1926, 2010);
    boolean located = draws.chance(600);
    boolean otherPlace = draws.chance(150);
    boolean mapped = draws.chance(440);
    int elsewhere = draws.below(PLACES.size());

    draws.of(Subject.SONG, original, 3);
    int artist = draws.below(artists);
    long duration = draws.between(4_000_000, 48_000_000) * 10L;
    String title = title(original);

    draws.of(Subject.ARTIST, artist);
    String artistId =
        "AR%c%c%c%c%c1187B%s"
            .formatted(letter(), letter(), letter(), letter(), letter(), code(artist, 6));
    int place = draws.below(PLACES.size());
    Place coordinates =
        new Place(draws.between(-60_000_000, 70_000_000), draws.between(-180_000_000, 180_000_000));
    return new Song(
        number,
        songId,
        title,
        duration,
        year,
        artistId,
        artistName(artist),
        located ? PLACES.get(otherPlace ? elsewhere : place) : "",
        mapped ? Optional.of(coordinates) : Optional.empty());
  }

  private String title(int number) {
    String plain = "The " + pick(ADJECTIVES) + " " + pick(NOUNS);
    if (draws.chance(20)) {
      return plain + " (" + pick(FOREIGN) + ")";
    }
    if (draws.chance(10)) {
      return (plain + " / ").repeat(draws.between(4, 12)) + "Medley";
    }
    return number % 3 == 0 ? plain : plain + " No. " + draws.below(400);
  }

  private String artistName(int artist) {
    String plain = pick(ADJECTIVES) + " " + pick(NOUNS);
    if (draws.chance(30)) {
      return pick(FOREIGN) + " " + artist;
    }
    if (draws.chance(8)) {
      return (plain + "; ").repeat(draws.between(15, 45)) + "Orchestra " + artist;
    }
    return draws.chance(200)
        ? plain + " feat. " + pick(NOUNS) + " " + artist
        : plain + " " + artist;
  }

  private String pick(List<String> words) {
    return words.get(draws.below(words.size()));
  }

  private char letter() {
    return (char) ('A' + draws.below(26));
  }

  /** The number as so many hexadecimal digits that look random; another one for each number. */
  private static String code(int number, int digits) {
    long mask = (1L << (4 * digits)) - 1;
    String text = Long.toHexString((number * 0x9E3779B1L + 0x5B5AD4A7L) & mask);
    return "0".repeat(digits - text.length()) + text.toUpperCase(Locale.ROOT);
  }
}
