package dev.starlift.source;

import dev.starlift.job.CsvDialect;
import dev.starlift.job.JsonLayout;
import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.FileSelection;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.model.InputFile;
import dev.starlift.problem.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes raw files and reads them as a task does, without a Spark job. */
final class RawFiles {
  static final Configuration CONF = new Configuration();

  private RawFiles() {}

  /** What a task answers for one record. */
  record ReadRecord(
      List<String> values,
      String file,
      long line,
      String raw,
      String problem,
      String column,
      String message) {
    /** The values, or the problem's code. */
    String shown() {
      return problem == null
          ? String.join("|", values.stream().map(v -> v == null ? "∅" : v).toList())
          : problem;
    }
  }

  static SourceDefinition source(String path, Format format, String... columns) {
    return source(path, format, CsvDialect.STANDARD, UnknownField.REJECT, columns);
  }

  static SourceDefinition source(
      String path, Format format, CsvDialect csv, UnknownField unknown, String... columns) {
    return source(path, format, csv, JsonLayout.LINES, unknown, columns);
  }

  static SourceDefinition source(
      String path,
      Format format,
      CsvDialect csv,
      JsonLayout json,
      UnknownField unknown,
      String... columns) {
    return new SourceDefinition(
        "things",
        Location.of("jobs/things.conf", 3),
        path,
        format,
        FileSelection.NEW,
        csv,
        json,
        Arrays.stream(columns)
            .map(
                name ->
                    new RawColumn(
                        name, name, new ColumnType.Varchar(100), true, Optional.empty(), false))
            .toList(),
        List.of(),
        List.of(),
        unknown);
  }

  static Path write(Path directory, String name, byte[] content) {
    try {
      return Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<ReadRecord> read(SourceDefinition source) throws IOException {
    return read(source, new InputLister(CONF).list(source).files());
  }

  static List<ReadRecord> read(SourceDefinition source, List<InputFile> files) throws IOException {
    RawFormat format = RawFormat.of(source);
    return read(source, files, RawFormat.schema(format.names()), CONF);
  }

  static List<ReadRecord> read(SourceDefinition source, List<InputFile> files, Configuration conf)
      throws IOException {
    return read(source, files, RawFormat.schema(RawFormat.of(source).names()), conf);
  }

  static List<ReadRecord> read(
      SourceDefinition source, List<InputFile> files, StructType asked, Configuration conf)
      throws IOException {
    RawFormat format = RawFormat.of(source);
    return read(
        format,
        asked,
        conf,
        new FileGroup(files.stream().map(file -> FilePart.whole(FrozenFile.of(file))).toList()));
  }

  /** The records of a file that is read in parts of so many bytes, each by a task of its own. */
  static List<ReadRecord> readInParts(SourceDefinition source, long bytes) throws IOException {
    RawFormat format = RawFormat.of(source);
    FrozenFile file = FrozenFile.of(new InputLister(CONF).list(source).files().get(0));
    List<FileGroup> groups = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (long from = 0; from < file.bytes(); from += bytes) {
      FilePart part = new FilePart(file, from, Math.min(from + bytes, file.bytes()), 0);
      groups.add(new FileGroup(List.of(part)));
      counts.add(FirstLines.count(part, CONF, format.endsLinesWithReturns()));
    }
    List<ReadRecord> records = new ArrayList<>();
    for (FileGroup group : groups.size() < 2 ? groups : FirstLines.number(groups, counts)) {
      records.addAll(read(format, RawFormat.schema(format.names()), CONF, group));
    }
    return records;
  }

  private static List<ReadRecord> read(
      RawFormat format, StructType asked, Configuration conf, FileGroup group) throws IOException {
    List<String> names = List.of(asked.fieldNames());
    List<ReadRecord> records = new ArrayList<>();
    try (RawReader reader = new RawReader(format, asked, conf, group)) {
      while (reader.next()) {
        InternalRow row = reader.get();
        records.add(
            new ReadRecord(
                format.names().stream().map(name -> text(row, names.indexOf(name))).toList(),
                text(row, names.indexOf(RawFormat.FILE)),
                names.contains(RawFormat.LINE) ? row.getLong(names.indexOf(RawFormat.LINE)) : 0,
                text(row, names.indexOf(RawFormat.RAW)),
                text(row, names.indexOf(RawFormat.PROBLEM)),
                text(row, names.indexOf(RawFormat.PROBLEM_COLUMN)),
                text(row, names.indexOf(RawFormat.PROBLEM_MESSAGE))));
      }
    }
    return records;
  }

  private static String text(InternalRow row, int ordinal) {
    if (ordinal < 0 || row.isNullAt(ordinal)) {
      return null;
    }
    UTF8String text = row.getUTF8String(ordinal);
    return new String(text.getBytes(), StandardCharsets.UTF_8);
  }

  /** The records of a file of columns a and b, one line each: {@code line:values}. */
  static String readShown(Path directory, Format format, byte[] content) throws IOException {
    Path file =
        write(directory, "file." + format.name().toLowerCase(java.util.Locale.ROOT), content);
    List<ReadRecord> records = read(source(file.toString(), format, "a", "b"));
    return String.join(
        "\n", records.stream().map(record -> record.line() + ":" + record.shown()).toList());
  }
}
