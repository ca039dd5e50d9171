package dev.starlift.job;

import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.History;
import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import dev.starlift.problem.Location;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code history { … }} of a table, which says what a version of a member is. */
final class HistorySections {
  private final JobScope scope;
  private final Findings findings;

  HistorySections(JobScope scope) {
    this.scope = scope;
    this.findings = scope.findings();
  }

  /**
   * @param columns the expressions of the table; those of its history are added
   * @return empty where none is wanted, and where a finding was added
   */
  Optional<History> read(
      Section load,
      Optional<Table> table,
      Optional<LoadMode> mode,
      Map<Identifier, String> columns) {
    boolean wanted = mode.equals(Optional.of(LoadMode.SCD2));
    Optional<Section> found = load.section("history");
    if (found.isPresent() && mode.isPresent() && !wanted) {
      findings.add(
          found.get().where(),
          "history belongs to mode = scd2, and the mode is %s.".formatted(mode.get().keyword()),
          "");
    }
    if (found.isEmpty()) {
      if (wanted && !load.has("history")) {
        findings.add(
            load.at("mode"),
            "mode = scd2 needs to know when a change happened.",
            "Say history { from = updated_at }, an expression over the columns of the source.");
      }
      return Optional.empty();
    }
    Section section = found.get();
    Optional<String> from =
        section.require("from", "Say from = the source's own time of the change.")
            ? section.scalar("from").map(time -> scope.parameters().inSql(time, section.at("from")))
            : Optional.empty();
    Optional<Identifier> validFrom = column(section, "valid-from", "valid_from", table);
    Optional<Identifier> validTo = column(section, "valid-to", "valid_to", table);
    Optional<Identifier> current = column(section, "current", "is_current", table);
    Optional<LocalDate> first = section.text("first").flatMap(text -> day(text, section));
    section.refuseUnknownKeys();
    if (from.isEmpty()
        || validFrom.isEmpty()
        || validTo.isEmpty()
        || current.isEmpty()
        || table.isEmpty()
        || !wanted) {
      return Optional.empty();
    }
    Validity validity = new Validity(validFrom.get(), validTo.get(), current.get());
    if (!fits(table.get(), validity, section.where())) {
      return Optional.empty();
    }
    fill(columns, table.get(), validity, from.get(), section);
    return Optional.of(new History(from.get(), validity, first));
  }

  private Optional<Identifier> column(
      Section section, String key, String customary, Optional<Table> table) {
    return scope.column(section.text(key).orElse(customary), table, section.at(key));
  }

  private Optional<LocalDate> day(String text, Section section) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      findings.add(
          section.at("first"), "first = %s is not a day.".formatted(text), "Write 1900-01-01.");
      return Optional.empty();
    }
  }

  private boolean fits(Table table, Validity validity, Location where) {
    int before = findings.size();
    ColumnType from = type(table, validity.from());
    boolean temporal =
        from instanceof ColumnType.Date
            || from instanceof ColumnType.Timestamp
            || from instanceof ColumnType.TimestampWithZone;
    if (!temporal || !from.equals(type(table, validity.to()))) {
      findings.add(
          where,
          "%s and %s of %s must both be DATE, or both TIMESTAMP."
              .formatted(validity.from(), validity.to(), table.name()),
          "");
    }
    if (!(type(table, validity.current()) instanceof ColumnType.Bool)) {
      findings.add(
          where, "%s of %s must be BOOLEAN.".formatted(validity.current(), table.name()), "");
    }
    List<Identifier> key = table.businessKey();
    if (!key.contains(validity.from())
        || key.size() < 2
        || key.contains(validity.to())
        || key.contains(validity.current())) {
      findings.add(
          where,
          "the versions of %s are told apart by a business key with %s in it, and its key is %s."
              .formatted(table.name(), validity.from(), key.isEmpty() ? "not declared" : key),
          "Declare UNIQUE (the member's own key, %s) in the schema file."
              .formatted(validity.from()));
    }
    for (Column column : table.columns()) {
      if (column.type() instanceof ColumnType.Super
          || column.type() instanceof ColumnType.Varbyte
          || column.identity().isPresent()) {
        findings.add(
            where,
            "%s of %s: a table with history can have no %s column."
                .formatted(
                    column.name(),
                    table.name(),
                    column.identity().isPresent() ? "IDENTITY" : column.type().ddl()),
            "");
      }
    }
    return findings.size() == before;
  }

  private static ColumnType type(Table table, Identifier column) {
    return table.findColumn(column).orElseThrow().type();
  }

  /** What a row says of its validity until the versions of its member are put in order. */
  private void fill(
      Map<Identifier, String> columns,
      Table table,
      Validity validity,
      String from,
      Section section) {
    String end =
        type(table, validity.to()) instanceof ColumnType.Date
            ? "DATE '9999-12-31'"
            : "TIMESTAMP '9999-12-31 00:00:00'";
    Map<Identifier, String> own =
        Map.of(validity.from(), from, validity.to(), end, validity.current(), "true");
    own.forEach(
        (column, expression) -> {
          if (columns.put(column, expression) != null) {
            findings.add(
                section.where(),
                "column '%s' of %s is filled by its history, and by an expression as well."
                    .formatted(column, table.name()),
                "Remove it from columns.");
          }
        });
    table
        .surrogateKey()
        .filter(key -> columns.containsKey(key.name()))
        .ifPresent(
            key ->
                findings.add(
                    section.where(),
                    "%s of %s is the key of a version, which Starlift computes."
                        .formatted(key.name(), table.name()),
                    "Remove it from columns."));
  }

  /** A source that keeps only the last row of a member hides the changes before it. */
  void check(TableLoad load) {
    if (load.history().isEmpty() || !(load.input() instanceof FromSource from)) {
      return;
    }
    SourceDefinition source = scope.source(from.source(), load.where()).orElseThrow();
    List<String> words =
        List.of(load.history().get().from().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+"));
    boolean timeIsInKey =
        source.key().stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(words::contains);
    if (!source.key().isEmpty() && !timeIsInKey) {
      findings.add(
          load.where(),
          "source '%s' keeps one row per %s, so that %s would never see the changes between two files."
              .formatted(source.name(), String.join(" + ", source.key()), load.table().name()),
          "Add the time of the change to the key of the source.");
    }
  }
}
