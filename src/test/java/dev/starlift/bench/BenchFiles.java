package dev.starlift.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * The files that every contender reads: the same for the same number of rows. One row in 10,000
 * breaks the contract, as real files do, so that a contender that writes rejects has some.
 */
final class BenchFiles {
  private static final long SEED = 20261121;
  private static final String[] AIRPORTS = {
    "AMS", "BOM", "CDG", "DEN", "EZE", "FRA", "GRU", "HND", "ICN", "JFK"
  };
  private static final String[] REMARKS = {
    "", "window seat", "vegetarian meal, no nuts", "travels with an infant", "\"VIP\"", "Zürich"
  };

  private final Path folder;

  BenchFiles(Path folder) {
    this.folder = folder;
  }

  Path csv(long rows) throws IOException {
    return generated("rows-%d.csv".formatted(rows), rows, false);
  }

  Path json(long rows) throws IOException {
    return generated("rows-%d.json".formatted(rows), rows, true);
  }

  /** A folder in which a file stands ten times under different names. */
  Path tenTimes(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path ten = Files.createDirectories(folder.resolve("ten-" + name));
    for (int i = 0; i < 10; i++) {
      Path link = ten.resolve(i + "-" + name);
      if (!Files.exists(link)) {
        Files.createLink(link, file);
      }
    }
    return ten;
  }

  private Path generated(String name, long rows, boolean json) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    Path unfinished = folder.resolve(name + ".unfinished");
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder row = new StringBuilder();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
      if (!json) {
        out.write((String.join(",", Bookings.NAMES) + "\n").getBytes(US_ASCII));
      }
      for (long id = 1; id <= rows; id++) {
        row.setLength(0);
        append(row, id, random, json);
        out.write(row.toString().getBytes(UTF_8));
      }
    }
    return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void append(StringBuilder row, long id, SplittableRandom random, boolean json) {
    LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(700));
    int second = random.nextInt(86_400);
    String remark = REMARKS[random.nextInt(REMARKS.length)];
    String booked =
        "%s %02d:%02d:%02d".formatted(day, second / 3600, second / 60 % 60, second % 60);
    String fare =
        random.nextInt(10_000) == 0
            ? "twelve"
            : random.nextInt(2_000) + "." + (10 + random.nextInt(90));
    String[] values = {
      Long.toString(id),
      "C" + (100_000 + random.nextInt(900_000)),
      booked,
      day.plusDays(random.nextInt(300)).toString(),
      AIRPORTS[random.nextInt(AIRPORTS.length)],
      fare,
      Integer.toString(1 + random.nextInt(9)),
      remark
    };
    for (int i = 0; i < values.length; i++) {
      if (json) {
        row.append(i == 0 ? "{\"" : ",\"").append(Bookings.NAMES.get(i)).append("\":");
        boolean number = i == 0 || i == 6 || (i == 5 && !fare.equals("twelve"));
        row.append(number ? values[i] : '"' + values[i].replace("\"", "\\\"") + '"');
      } else {
        row.append(i == 0 ? "" : ",");
        boolean quoted = values[i].contains(",") || values[i].contains("\"");
        row.append(quoted ? '"' + values[i].replace("\"", "\"\"") + '"' : values[i]);
      }
    }
    row.append(json ? "}\n" : "\n");
  }
}
