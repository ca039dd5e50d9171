package dev.starlift.generate;

import dev.starlift.generate.SongCatalogue.Place;
import dev.starlift.generate.SongCatalogue.Song;
import java.util.Optional;

/** The one object of a song's file, keys and blanks as the service writes them. */
final class SongRows implements Rows {
  private final SongCatalogue catalogue;

  SongRows(SongCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void write(long row, TextBuffer out) {
    Song song = catalogue.song((int) row);
    out.ascii("{\"num_songs\": 1, \"artist_id\": \"").ascii(song.artistId()).ascii('"');
    out.ascii(", \"artist_latitude\": ");
    coordinate(song.place().map(Place::latitude), out);
    out.ascii(", \"artist_longitude\": ");
    coordinate(song.place().map(Place::longitude), out);
    text(", \"artist_location\": ", song.location(), out);
    text(", \"artist_name\": ", song.artistName(), out);
    text(", \"song_id\": ", song.songId(), out);
    text(", \"title\": ", song.title(), out);
    out.ascii(", \"duration\": ");
    seconds(song.durationMicros(), out);
    out.ascii(", \"year\": ").number(song.year()).ascii('}');
  }

  /** With five digits after the point. */
  static void seconds(long micros, TextBuffer out) {
    out.number(micros / 1_000_000).ascii('.').number(micros % 1_000_000 / 10, 5);
  }

  private static void text(String key, String value, TextBuffer out) {
    JsonString.write(value, false, out.ascii(key));
  }

  private static void coordinate(Optional<Integer> micros, TextBuffer out) {
    if (micros.isEmpty()) {
      out.ascii("null");
      return;
    }
    long size = Math.abs((long) micros.get());
    (micros.get() < 0 ? out.ascii('-') : out)
        .number(size / 1_000_000)
        .ascii('.')
        .number(size % 1_000_000 / 10, 5);
  }
}
