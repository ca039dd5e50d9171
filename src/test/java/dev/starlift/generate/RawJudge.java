package dev.starlift.generate;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.starlift.generate.Generated.Broken;
import dev.starlift.model.RejectCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds every row that a job must reject, in memory and without a look at the generator's list. */
final class RawJudge {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Generated generated;
  private final List<Broken> broken = new ArrayList<>();
  private final Map<Source, List<Line>> accepted = new HashMap<>();

  private RawJudge(Generated generated) {
    this.generated = generated;
  }

  private record Line(Source source, String file, int number, Map<String, String> values) {
    Broken broken(RejectCode code, String column) {
      return new Broken(source.text, file, number, code.name(), column);
    }
  }

  static List<Broken> judge(Generated generated) {
    RawJudge judge = new RawJudge(generated);
    for (Source source : Source.values()) {
      judge.contracts(source);
      judge.keys(source);
    }
    judge.lookups();
    return judge.broken;
  }

  private void contracts(Source source) {
    List<Line> fine = new ArrayList<>();
    generated
        .lines(source)
        .forEach(
            (file, lines) -> {
              for (int i = source.header().isEmpty() ? 0 : 1; i < lines.size(); i++) {
                Line empty = new Line(source, file, i + 1, new LinkedHashMap<>());
                int before = broken.size();
                if (source.format == Source.Format.CSV) {
                  csv(empty, lines.get(i));
                } else {
                  json(empty, lines.get(i));
                }
                if (broken.size() == before) {
                  values(empty);
                }
                if (broken.size() == before) {
                  fine.add(empty);
                }
              }
            });
    accepted.put(source, fine);
  }

  private void csv(Line line, String text) {
    List<String> fields = List.of(text.split(",", -1));
    List<String> columns = line.source().columns();
    if (fields.size() != columns.size()) {
      boolean few = fields.size() < columns.size();
      broken.add(line.broken(few ? RejectCode.COLUMNS_FEW : RejectCode.COLUMNS_MANY, ""));
      return;
    }
    for (int i = 0; i < fields.size(); i++) {
      line.values().put(columns.get(i), fields.get(i));
    }
  }

  private void json(Line line, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode object = JSON.readTree(parser);
      object
          .fields()
          .forEachRemaining(
              field -> {
                if (!field.getValue().isNull()) {
                  line.values().put(field.getKey(), field.getValue().asText());
                }
              });
    } catch (JsonParseException e) {
      String message = e.getOriginalMessage();
      if (message.startsWith("Duplicate field")) {
        broken.add(line.broken(RejectCode.JSON_DUP_KEY, message.split("'", -1)[1]));
      } else {
        broken.add(line.broken(RejectCode.JSON_SYNTAX, ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void values(Line line) {
    RawContract.of(line.source())
        .forEach(
            (column, type) ->
                RawContract.fault(type, Optional.ofNullable(line.values().get(column)))
                    .ifPresent(code -> broken.add(line.broken(code, column))));
  }

  private void keys(Source source) {
    List<String> key = List.of(source.key.split(", ", -1));
    Map<List<String>, List<Line>> byKey =
        accepted.get(source).stream()
            .collect(
                Collectors.groupingBy(
                    line -> key.stream().map(line.values()::get).toList(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (List<Line> same : byKey.values()) {
      if (same.size() == 1) {
        continue;
      }
      String newest = same.stream().map(RawJudge::order).max(String::compareTo).orElseThrow();
      List<Line> newestLines = same.stream().filter(l -> order(l).equals(newest)).toList();
      boolean tie = newestLines.stream().map(Line::values).distinct().count() > 1;
      Line last = newestLines.get(newestLines.size() - 1);
      for (Line line : same) {
        if (tie && newestLines.contains(line)) {
          reject(line, RejectCode.KEY_TIE, source.key);
        } else if (!line.equals(last)) {
          reject(line, RejectCode.SUPERSEDED, source.key);
        }
      }
    }
  }

  private static String order(Line line) {
    return line.values().getOrDefault("loaded_at", "");
  }

  private void lookups() {
    Set<String> airports = values(Source.AIRPORTS, "airport_code");
    unknown(Source.FLIGHTS, "origin_airport_code", "origin_airport_code", airports);
    unknown(Source.FLIGHTS, "destination_airport_code", "destination_airport_code", airports);
    unknown(Source.CUSTOMERS, "home_airport_code", "home_airport_code", airports);
    Set<String> flights = values(Source.FLIGHTS, "flight_number");
    unknown(Source.BOOKINGS, "flight_number", "flight_key", flights);
    unknown(Source.OPERATIONS, "flight_number", "flight_key", flights);
    Set<String> tails = values(Source.AIRCRAFT, "tail_number");
    tails.add("");
    unknown(Source.OPERATIONS, "tail_number", "aircraft_key", tails);
    unknown(
        Source.BOOKINGS, "customer_id", "customer_key", values(Source.CUSTOMERS, "customer_id"));
  }

  private void unknown(Source source, String column, String filled, Set<String> known) {
    for (Line line : List.copyOf(accepted.get(source))) {
      if (!known.contains(line.values().get(column))) {
        reject(line, RejectCode.LOOKUP, filled);
      }
    }
  }

  private void reject(Line line, RejectCode code, String column) {
    broken.add(line.broken(code, column));
    accepted.get(line.source()).remove(line);
  }

  private Set<String> values(Source source, String column) {
    return accepted.get(source).stream()
        .map(line -> line.values().get(column))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
