package dev.starlift.load;

import dev.starlift.job.Environment.Storage;
import dev.starlift.model.LoadId;
import dev.starlift.model.TableName;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where one attempt at a load keeps its files. Every attempt has folders of its own, so that what a
 * killed attempt left behind is never mistaken for this one's.
 *
 * @param run name of the attempt; sorts by time
 */
record RunPaths(Storage storage, String job, LoadId load, String run) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT);

  static RunPaths of(Storage storage, String job, LoadId load, Clock clock) {
    String time =
        TIME.format(clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
    return new RunPaths(storage, job, load, time + "-" + load.abbreviated());
  }

  String stage() {
    return storage.stage() + "/" + load + "/" + run;
  }

  String stage(TableName table) {
    return stage() + "/" + table;
  }

  /** Where rows wait for the numbers that will be their surrogate keys. */
  String unnumbered(TableName table) {
    return stage() + "/unnumbered/" + table;
  }

  String members(TableName fact, TableName dimension, String column) {
    return stage() + "/members/" + dimension + "/" + fact + "." + column;
  }

  /** With a slash at the end, as UNLOAD wants it. */
  String unload(TableName table, int number) {
    return stage() + "/unload/" + number + "-" + table + "/";
  }

  /** The same for a table that is an input. */
  String unloadedSource(String source) {
    return stage() + "/sources/" + source + "/";
  }

  static String rejects(Storage storage, String job) {
    return storage.rejects() + "/" + job;
  }

  String rejects() {
    return rejects(storage, job) + "/" + run;
  }

  /** Those that are written while the table is staged. */
  String rejects(TableName table) {
    return rejects() + "/" + table;
  }

  String folder() {
    return storage.runs() + "/" + job + "/" + run;
  }
}
