package dev.starlift.generate;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What one task of the audio service's files writes. */
sealed interface StreamingFile extends Serializable {
  /** Days of events. */
  int DAYS = 30;

  String SONG_FOLDER = "song_data";
  String EVENT_FOLDER = "log_data";

  /** Songs from a number on, each in a file of its own. */
  record Songs(int first, int count) implements StreamingFile {}

  /**
   * The events of a day.
   *
   * @param day counted from the first of them
   */
  record Day(int day, String name, long epochDay, long firstEvent, int events)
      implements StreamingFile {}

  /** Files that one task writes: enough to be worth a task, few enough to be soon written again. */
  int SONGS_PER_TASK = 500;

  static List<StreamingFile> all(StreamingOptions options) {
    List<StreamingFile> files = new ArrayList<>();
    for (int first = 0; first < options.songs(); first += SONGS_PER_TASK) {
      files.add(new Songs(first, Math.min(SONGS_PER_TASK, options.songs() - first)));
    }
    for (int day = 0; day < DAYS; day++) {
      LocalDate date = options.asOf().minusDays(DAYS - 1L - day);
      long from = (long) options.events() * day / DAYS;
      long to = (long) options.events() * (day + 1) / DAYS;
      String name =
          "%s/%04d/%02d/%s-events.json"
              .formatted(EVENT_FOLDER, date.getYear(), date.getMonthValue(), date);
      files.add(new Day(day, name, date.toEpochDay(), from, (int) (to - from)));
    }
    return files;
  }
}
