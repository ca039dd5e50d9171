package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.problem.ExitCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The job {@code jobs/streaming.conf}, from files as audio services write them to the warehouse:
 * each test is about something that public loads of such files get wrong.
 */
class StreamingReleaseTest {
  private static final String AGENT =
      "Mozilla\\/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit\\/537.36 (KHTML, like Gecko)"
          + " Chrome\\/36.0.1985.143 Safari\\/537.36";

  private static final String FRYE_AT_HOME =
      """
      {"artist":null,"auth":"Logged In","firstName":"Walter","gender":"M","itemInSession":0,\
      "lastName":"Frye","length":null,"level":"free",\
      "location":"San Francisco-Oakland-Hayward, CA","method":"GET","page":"Home",\
      "registration":1540919166796.0,"sessionId":38,"song":null,"status":200,"ts":1541105830796,\
      "userAgent":"\\"AGENT\\"","userId":"39"}"""
          .replace("AGENT", AGENT);

  private static final String NOBODY =
      """
      {"artist":null,"auth":"Logged Out","firstName":null,"gender":null,"itemInSession":1,\
      "lastName":null,"length":null,"level":"free","location":null,"method":"PUT","page":"Login",\
      "registration":null,"sessionId":38,"song":null,"status":307,"ts":1541105831796,\
      "userAgent":null,"userId":""}""";

  private static final String KLEINE_DOMPFAFF =
      """
      {"num_songs": 1, "artist_id": "ARJIE2Y1187B994AB7", "artist_latitude": null, \
      "artist_longitude": null, "artist_location": "", "artist_name": "Line Renaud", \
      "song_id": "SOUPIRU12A6D4FA1E1", "title": "Der Kleine Dompfaff", "duration": 152.92036, \
      "year": 0}""";

  /** 900 letters, 1,800 bytes as they stand in the file escaped, 900 in the table. */
  private static final String LONG_NAME = "\\u00e9".repeat(450);

  private static ReleaseBed bed;

  private static String play(long ts, String user, String level, String song) {
    return """
    {%s,"auth":"Logged In","firstName":"Ida","gender":"F","itemInSession":2,"lastName":"Berg",\
    "level":"%s","location":"Reno, NV","method":"PUT","page":"NextSong",\
    "registration":1540000000796.0,"sessionId":77,"status":200,"ts":%d,\
    "userAgent":"Mozilla\\/5.0","userId":"%s"}"""
        .formatted(song, level, ts, user);
  }

  /** What an event says of a song. */
  private static String of(String artist, String title, String length) {
    return "\"artist\":\"%s\",\"song\":\"%s\",\"length\":%s".formatted(artist, title, length);
  }

  private static String song(
      String id, String artistId, String artist, String place, String title, String more) {
    return """
    {"num_songs": 1, "artist_id": "%s", "artist_latitude": null, "artist_longitude": null, \
    "artist_location": "%s", "artist_name": "%s", "song_id": "%s", "title": "%s", %s}"""
        .formatted(artistId, place, artist, id, title, more);
  }

  private static final List<String> SONGS =
      List.of(
          KLEINE_DOMPFAFF,
          // One song under two ids: nobody can say which one was played.
          song("SO2", "AR1", "Nova Kids", "", "Low Tide", "\"duration\": 201.5, \"year\": 1999"),
          song("SO1", "AR1", "Nova Kids", "", "Low Tide", "\"duration\": 201.5, \"year\": 0"),
          song(
              "SO3",
              "AR1",
              "Nova Kids feat. Ann",
              "Reno",
              "Ebb",
              "\"duration\": 99.001, \"year\": 1998"),
          song("SO4", "AR1", "Nova Kids", "Las Vegas", "Flow", "\"duration\": 10, \"year\": 2001"),
          song("SO5", "AR2", LONG_NAME, LONG_NAME, LONG_NAME, "\"duration\": 1.5, \"year\": 2000"),
          song("SO6", "AR3", "Bjork", "", "Joga", "\"duration\": 305.14, \"year\": 1997"));

  private static final List<String> EVENTS =
      List.of(
          FRYE_AT_HOME,
          NOBODY,
          play(1541106106796L, "8", "free", of("Line Renaud", "Der Kleine Dompfaff", "152.92036")),
          play(1541292399796L, "12", "paid", of("Nova Kids", "Low Tide", "201.5")),
          // A Sunday; and a Monday of the next ISO year.
          play(1541293200796L, "12", "free", of("Nova Kids", "Another Song", "201.5")),
          play(1546214400001L, "15", "paid", of("Nova Kids", "Low Tide", "201.501")),
          play(1546214400002L, "15", "paid", of("Nova Kids", "Low Tide", "201.5011")),
          play(1546214400003L, "15", "paid", of("Nova Kids", "Low Tide", "201.7")),
          play(1546214400004L, "15", "paid", of(LONG_NAME, LONG_NAME, "1.5")),
          play(1546214400005L, "15", "paid", of("Nova Kids feat. Ann", "Ebb", "99.00100")),
          play(1541106106796L, "10", "paid", of("Nobody Knows", "This One", "60.00001"))
              .replace("\"Mozilla\\/5.0\"", "\"\\\"Mozilla\\/5.0 (\\\"X11\\\")\\\"\""));

  @BeforeAll
  static void load() {
    bed = loaded(SONGS, EVENTS);
  }

  private static ReleaseBed loaded(List<String> songs, List<String> events) {
    ReleaseBed bed = ReleaseBed.ofProject("streaming");
    putSongs(bed, songs);
    bed.put("log_data/2018/11/2018-11-01-events.json", events.toArray(String[]::new));
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    return bed;
  }

  /** One small file each, without a line end. */
  private static void putSongs(ReleaseBed bed, List<String> songs) {
    for (int i = 0; i < songs.size(); i++) {
      bed.putText("song_data/A/B/%c/TRAB%d.json".formatted('A' + i % 26, i), songs.get(i));
    }
  }

  @Test
  void nothingThatRealFilesHoldIsRejected() {
    assertThat(bed.said())
        .anyMatch(line -> line.matches("events +1 +11 +11 +0 +0 *"))
        .anyMatch(line -> line.matches("songs +7 +7 +7 +0 +0 *"))
        .contains(
            "BED.songplays: 2 rows of its source are not meant for it ('where')."
                .replace("BED", bed.warehouse().schema()));
    assertThat(bed.query("SELECT COUNT(*) FROM dw.songplays")).containsExactly("9");
  }

  @Test
  void timesAreUtcAndKeepTheirMilliseconds() {
    assertThat(bed.query("SELECT start_time FROM dw.songplays WHERE user_id = 12"))
        .containsExactly("2018-11-04 00:46:39.796", "2018-11-04 01:00:00.796");
  }

  @Test
  void weeksAreIsoAndTheWeekdayIsNoWeek() {
    assertThat(
            bed.query(
                "SELECT start_time, hour, day, week, month, year, weekday FROM dw.time"
                    + " WHERE start_time > '2018-11-04 00:50:00'"
                    + " AND start_time < '2018-12-31 00:00:00.002'"))
        .containsExactly(
            "2018-11-04 01:00:00.796|1|4|44|11|2018|0", "2018-12-31 00:00:00.001|0|31|1|12|2018|1");
    // Two plays at the same time are one point in time.
    assertThat(bed.query("SELECT COUNT(*), COUNT(DISTINCT start_time) FROM dw.time"))
        .containsExactly("8|8");
  }

  @Test
  void aUserWhoseLevelChangesIsOneRowWithTheLatestLevel() {
    assertThat(bed.query("SELECT user_id, first_name, gender, level FROM dw.users"))
        .containsExactly("10|Ida|F|paid", "12|Ida|F|free", "15|Ida|F|paid", "8|Ida|F|free");
    // A play keeps the level of its time.
    assertThat(bed.query("SELECT level FROM dw.songplays WHERE user_id = 12"))
        .containsExactly("free", "paid");
  }

  @Test
  void whoIsNotLoggedInIsNoUserAndBreaksNothing() {
    assertThat(bed.query("SELECT COUNT(*) FROM dw.users WHERE user_id IS NULL OR user_id = 39"))
        .containsExactly("0");
  }

  @Test
  void anArtistWithSeveralNamesAndLocationsIsOneRow() {
    // A known location goes before none, then the newest song.
    assertThat(
            bed.query("SELECT artist_id, name, location FROM dw.artists WHERE artist_id <> 'AR2'"))
        .containsExactly(
            "AR1|Nova Kids|Las Vegas", "AR3|Bjork|null", "ARJIE2Y1187B994AB7|Line Renaud|null");
  }

  @Test
  void aPlayOfASongThatNobodyKnowsIsKept() {
    assertThat(
            bed.query(
                "SELECT song_id, artist_id FROM dw.songplays WHERE user_id = 10 OR user_id = 8"))
        .containsExactly("SOUPIRU12A6D4FA1E1|ARJIE2Y1187B994AB7", "null|null");
  }

  @Test
  void aPlayThatFitsTwoSongsIsOneRowOfTheFirstOfThem() {
    assertThat(bed.query("SELECT song_id, artist_id, level FROM dw.songplays WHERE user_id = 12"))
        .containsExactly("SO1|AR1|paid", "null|null|free");
  }

  @Test
  void lengthsMayDifferByAThousandthOfASecondAndNoMore() {
    assertThat(bed.query("SELECT start_time, song_id FROM dw.songplays WHERE user_id = 15"))
        .containsExactly(
            "2018-12-31 00:00:00.001|SO1",
            "2018-12-31 00:00:00.002|null",
            "2018-12-31 00:00:00.003|null",
            "2018-12-31 00:00:00.004|SO5",
            "2018-12-31 00:00:00.005|SO3");
  }

  @Test
  void namesOfManyBytesArriveWhole() {
    assertThat(
            bed.query(
                "SELECT OCTET_LENGTH(title), OCTET_LENGTH(name), OCTET_LENGTH(location)"
                    + " FROM dw.songs JOIN dw.artists ON artists.artist_id = songs.artist_id"
                    + " WHERE song_id = 'SO5'"))
        .containsExactly("900|900|900");
  }

  @Test
  void whatIsNotKnownIsEmptyAndQuotesAroundAnAgentAreGone() {
    assertThat(bed.query("SELECT song_id, year FROM dw.songs WHERE artist_id = 'AR1'"))
        .containsExactly("SO1|null", "SO2|1999", "SO3|1998", "SO4|2001");
    assertThat(bed.query("SELECT DISTINCT user_agent FROM dw.songplays"))
        .containsExactly("Mozilla/5.0", "Mozilla/5.0 (\"X11\")");
  }

  @Test
  void keysInAnotherOrderAndKeysThatAreNotThereShiftNothing() {
    String without =
        "{\"ts\":1541200000796,\"userId\":\"12\",\"page\":\"NextSong\",\"level\":\"free\","
            + "\"sessionId\":5,\"newField\":[1],\"song\":\"Low Tide\"}";

    ReleaseBed other = loaded(SONGS, List.of(without));

    assertThat(
            other.query(
                "SELECT start_time, user_id, level, song_id, session_id, location, user_agent"
                    + " FROM dw.songplays"))
        .containsExactly("2018-11-02 23:06:40.796|12|free|null|5|null|null");
  }

  @Test
  void anotherRunAppendsNothing() {
    List<String> before = everything(bed);

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.said()).last().asString().startsWith("Already loaded");
    assertThat(everything(bed)).isEqualTo(before);
  }

  @Test
  void theOrderOfFilesAndLinesChangesNothing() {
    List<String> songs = new ArrayList<>(SONGS);
    Collections.reverse(songs);
    List<String> events = new ArrayList<>(EVENTS);
    Collections.reverse(events);

    assertThat(everything(loaded(songs, events))).isEqualTo(everything(bed));
  }

  @Test
  void anOldEventThatComesLateOverwritesNothingAndFindsSongsOfEarlierReleases() {
    ReleaseBed late = loaded(SONGS, EVENTS);
    late.put(
        "log_data/2018/10/2018-10-31-events.json",
        play(1541030400796L, "12", "paid", of("Bjork", "Joga", "305.14")).replace("Ida", "Adi"),
        play(1541030400797L, "99", "free", of("Bjork", "Joga", "305.14")));

    assertThat(late.run()).isEqualTo(ExitCode.DONE);

    assertThat(
            late.query(
                "SELECT user_id, first_name, level, last_played_at FROM dw.users"
                    + " WHERE user_id IN (12, 99)"))
        .containsExactly(
            "12|Ida|free|2018-11-04 01:00:00.796", "99|Ida|free|2018-11-01 00:00:00.797");
    assertThat(late.query("SELECT user_id, song_id FROM dw.songplays WHERE song_id = 'SO6'"))
        .containsExactly("12|SO6", "99|SO6");

    late.put(
        "log_data/2018/11/2018-11-05-events.json",
        play(1541376000000L, "12", "paid", of("x", "y", "1")));
    putSongs(
        late.putText(
            "song_data/A/C/A/TRAC.json",
            song("SO0", "AR3", "Bj", "Reykjavik", "Hunter", "\"duration\": 255, \"year\": 0")),
        List.of());

    assertThat(late.run()).isEqualTo(ExitCode.DONE);
    assertThat(late.query("SELECT level FROM dw.users WHERE user_id = 12")).containsExactly("paid");
    // Made anew from all songs of the artist, of whatever release.
    assertThat(late.query("SELECT name, location FROM dw.artists WHERE artist_id = 'AR3'"))
        .containsExactly("Bj|Reykjavik");
    assertThat(late.query("SELECT COUNT(*) FROM dw.artists")).containsExactly("4");
  }

  @Test
  void aPlayThatIsRejectedNamesItsFileAndLine() {
    ReleaseBed strict = ReleaseBed.ofProject("streaming");
    putSongs(strict, SONGS);
    List<String> lines = new ArrayList<>(Collections.nCopies(200, EVENTS.get(3)));
    lines.add(play(1541293200796L, "", "free", of("a", "b", "1")));
    strict.put("log_data/2018/11/2018-11-01-events.json", lines.toArray(String[]::new));

    assertThat(strict.run()).isEqualTo(ExitCode.DONE);

    assertThat(strict.said())
        .anyMatch(
            line ->
                line.contains("songplays rejected 1 row for NOT_NULL")
                    && line.contains("2018-11-01-events.json:201 (user_id"));
  }

  private static List<String> everything(ReleaseBed bed) {
    List<String> rows = new ArrayList<>();
    rows.addAll(
        bed.query(
            "SELECT start_time, user_id, level, song_id, artist_id, session_id, location,"
                + " user_agent FROM dw.songplays"));
    for (String table : List.of("users", "songs", "artists", "time", "staging_songs")) {
      rows.addAll(bed.query("SELECT * FROM dw." + table));
    }
    return rows;
  }
}
