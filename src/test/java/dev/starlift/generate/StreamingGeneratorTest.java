package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.SparkTest;
import dev.starlift.generate.GenerationReport.SourceTotals;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mock files of the audio service have what real ones have. */
class StreamingGeneratorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate AS_OF = LocalDate.of(2018, 11, 30);
  private static final int SONGS = 1_200;
  private static final int EVENTS = 6_000;

  @TempDir private static Path folder;

  private static GenerationReport report;
  private static Map<String, String> contents;
  private static List<JsonNode> songs;
  private static List<JsonNode> events;

  @BeforeAll
  static void generate() throws IOException {
    report = new StreamingGenerator(SparkTest.session()).run(options("raw", 1));
    contents = Generated.in(folder.resolve("raw")).contents();
    songs = new ArrayList<>();
    events = new ArrayList<>();
    for (Map.Entry<String, String> file : contents.entrySet()) {
      List<JsonNode> into = file.getKey().startsWith("song_data/") ? songs : events;
      for (String line : file.getValue().lines().toList()) {
        into.add(JSON.readTree(line));
      }
    }
  }

  private static StreamingOptions options(String name, long seed) {
    return new StreamingOptions(folder.resolve(name).toString(), SONGS, EVENTS, seed, AS_OF);
  }

  @Test
  void eachSongHasAFileOfItsOwnAndEachDayHasOneOfEvents() {
    assertThat(report.sources())
        .extracting(SourceTotals::source, SourceTotals::files, SourceTotals::cleanRows)
        .containsExactly(tuple("songs", SONGS, (long) SONGS), tuple("events", 30, (long) EVENTS));
    assertThat(report.bytes())
        .isEqualTo(
            contents.values().stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum());
    assertThat(contents.keySet())
        .filteredOn(name -> name.startsWith("song_data/"))
        .hasSize(SONGS)
        .allMatch(
            name ->
                name.matches(
                    "song_data/A/([A-Z])/([A-Z])/TRA\\1\\2[A-Z]{2}128F[0-9A-F]{7}\\.json"));
    Set<String> days = new TreeSet<>();
    for (int back = 0; back < 30; back++) {
      LocalDate day = AS_OF.minusDays(back);
      days.add("log_data/2018/%02d/%s-events.json".formatted(day.getMonthValue(), day));
    }
    assertThat(contents.keySet().stream().filter(name -> name.startsWith("log_data/")).toList())
        .containsExactlyElementsOf(days);
  }

  @Test
  void sameArgumentsGiveSameBytesInAnyOrderAndAnotherSeedGivesOthers() throws IOException {
    List<StreamingFile> files = new ArrayList<>(StreamingFile.all(options("reversed", 1)));
    Collections.reverse(files);
    StreamingTask task =
        new StreamingTask(options("reversed", 1), new HadoopSettings(new Configuration(false)));
    for (StreamingFile file : files) {
      task.call(file);
    }
    new StreamingGenerator(SparkTest.session()).run(options("other", 2));

    assertThat(Generated.in(folder.resolve("reversed")).contents()).isEqualTo(contents);
    assertThat(Generated.in(folder.resolve("other")).contents()).isNotEqualTo(contents);
  }

  @Test
  void keysStandInTheOrderOfRealFiles() {
    assertThat(songs)
        .allSatisfy(
            song ->
                assertThat(names(song))
                    .containsExactly(
                        "num_songs",
                        "artist_id",
                        "artist_latitude",
                        "artist_longitude",
                        "artist_location",
                        "artist_name",
                        "song_id",
                        "title",
                        "duration",
                        "year"));
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(names(event))
                    .containsExactly(
                        "artist",
                        "auth",
                        "firstName",
                        "gender",
                        "itemInSession",
                        "lastName",
                        "length",
                        "level",
                        "location",
                        "method",
                        "page",
                        "registration",
                        "sessionId",
                        "song",
                        "status",
                        "ts",
                        "userAgent",
                        "userId"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void songsHaveTheGapsOfRealOnes() {
    assertThat(perMille(songs, song -> song.get("year").asInt() == 0)).isBetween(550, 650);
    assertThat(perMille(songs, song -> song.get("artist_location").asText().isEmpty()))
        .isBetween(350, 450);
    assertThat(perMille(songs, song -> song.get("artist_latitude").isNull())).isBetween(500, 620);
    assertThat(songs)
        .allMatch(
            song -> song.get("artist_latitude").isNull() == song.get("artist_longitude").isNull())
        .allMatch(song -> song.get("song_id").asText().matches("SO[A-Z]{5}12A[0-9A-F]{8}"))
        .allMatch(song -> song.get("artist_id").asText().matches("AR[A-Z]{5}1187B[0-9A-F]{6}"));
    assertThat(texts(songs, "song_id")).hasSize(SONGS);
    assertThat(songs)
        .anyMatch(song -> bytes(song, "artist_name") > 256)
        .anyMatch(song -> bytes(song, "title") > 100)
        .anyMatch(song -> bytes(song, "artist_name") > song.get("artist_name").asText().length())
        .allMatch(song -> bytes(song, "artist_name") <= 1024 && bytes(song, "title") <= 1024);
  }

  @Test
  void anArtistHasSeveralLocationsAndASongATwin() {
    Map<String, Set<String>> locations = new TreeMap<>();
    Map<String, Integer> alike = new TreeMap<>();
    for (JsonNode song : songs) {
      locations
          .computeIfAbsent(song.get("artist_id").asText(), id -> new HashSet<>())
          .add(song.get("artist_location").asText());
      alike.merge(
          song.get("title") + "|" + song.get("artist_name") + "|" + song.get("duration"),
          1,
          Integer::sum);
    }
    assertThat(locations.values()).anyMatch(places -> places.size() > 2);
    assertThat(alike.values().stream().filter(count -> count > 1).count())
        .isGreaterThanOrEqualTo(SONGS / SongCatalogue.TWIN_EVERY);
  }

  @Test
  void eventsHaveTheGapsOfRealOnes() {
    Predicate<JsonNode> plays = event -> event.get("page").asText().equals("NextSong");
    assertThat(perMille(events, plays)).isBetween(820, 870);
    assertThat(events)
        .allMatch(event -> event.get("song").isNull() != plays.test(event))
        .allMatch(event -> event.get("length").isNull() != plays.test(event))
        .allMatch(event -> event.get("ts").asLong() % 1000 == 796)
        .allMatch(event -> event.get("userId").isTextual())
        .allMatch(event -> event.get("level").asText().matches("free|paid"));
    List<JsonNode> outside =
        events.stream().filter(event -> event.get("auth").asText().equals("Logged Out")).toList();
    assertThat(perMille(events, outside::contains)).isBetween(20, 50);
    assertThat(outside)
        .allMatch(event -> event.get("userId").asText().isEmpty())
        .allMatch(event -> event.get("firstName").isNull() && event.get("userAgent").isNull())
        .allMatch(event -> event.get("location").isNull() && event.get("registration").isNull())
        .noneMatch(plays);
    List<JsonNode> inside = events.stream().filter(event -> !outside.contains(event)).toList();
    assertThat(inside).allMatch(event -> event.get("userId").asText().matches("[0-9]+"));
    assertThat(perMille(inside, event -> event.get("userAgent").asText().startsWith("\"")))
        .isBetween(620, 880);
    assertThat(texts(events, "page")).hasSizeGreaterThan(10);
  }

  @Test
  void levelsChangeAndFewPlaysAreOfKnownSongs() {
    Map<String, Set<String>> levels = new TreeMap<>();
    Set<String> known = new HashSet<>();
    songs.forEach(
        song ->
            known.add(
                song.get("title") + "|" + song.get("artist_name") + "|" + song.get("duration")));
    long matches = 0;
    for (JsonNode event : events) {
      levels
          .computeIfAbsent(event.get("userId").asText(), id -> new HashSet<>())
          .add(event.get("level").asText());
      matches +=
          known.contains(event.get("song") + "|" + event.get("artist") + "|" + event.get("length"))
              ? 1
              : 0;
    }
    levels.remove("");
    assertThat(levels.values()).anyMatch(found -> found.size() == 2);
    assertThat(matches).isBetween(EVENTS * 5L / 100, EVENTS * 12L / 100);
  }

  @Test
  void filesOfAnotherGenerationAreNotMixedIn() {
    assertThatThrownBy(() -> new StreamingGenerator(SparkTest.session()).run(options("raw", 7)))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE))
        .hasMessageContaining("holds files of another generation");
  }

  @Test
  void everyOptionThatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> new StreamingOptions(" ", 0, -1, 1, null))
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("--to")
        .hasMessageContaining("--songs: 0 is not between 1 and 1000000")
        .hasMessageContaining("--events: -1 is not between")
        .hasMessageContaining("--as-of");
  }

  private static int perMille(List<JsonNode> objects, Predicate<JsonNode> condition) {
    return (int) (objects.stream().filter(condition).count() * 1000 / objects.size());
  }

  private static Set<String> texts(List<JsonNode> objects, String field) {
    Set<String> texts = new HashSet<>();
    objects.forEach(object -> texts.add(object.get(field).asText()));
    return texts;
  }

  private static int bytes(JsonNode object, String field) {
    return object.get(field).asText().getBytes(StandardCharsets.UTF_8).length;
  }
}
