package dev.starlift.job;

import dev.starlift.job.TableLoad.AsOf;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.Match;
import dev.starlift.job.TableLoad.MissingMember;
import dev.starlift.job.TableLoad.Near;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code lookups { … }} of a table. */
final class LookupSections {
  private static final Map<String, MissingMember> MISSING =
      Map.of(
          "reject", MissingMember.REJECT,
          "unknown-member", MissingMember.UNKNOWN_MEMBER,
          "infer", MissingMember.INFER,
          "leave-empty", MissingMember.LEAVE_EMPTY);

  private final JobScope scope;
  private final Findings findings;

  LookupSections(JobScope scope) {
    this.scope = scope;
    this.findings = scope.findings();
  }

  /**
   * @param filled the table whose columns the lookups fill, if it is declared
   */
  List<Lookup> read(Section load, Optional<Table> filled, TableName name) {
    List<Lookup> lookups = new ArrayList<>();
    for (Section section : load.section("lookups").stream().toList()) {
      for (String column : section.keys()) {
        Optional<Identifier> target = scope.column(column, filled, section.at(column));
        section
            .section(column)
            .flatMap(lookup -> lookup(target, lookup, name))
            .ifPresent(lookups::add);
      }
    }
    return lookups;
  }

  private Optional<Lookup> lookup(Optional<Identifier> column, Section section, TableName filled) {
    Optional<TableName> name =
        section
            .requiredText("table", "Name the dimension.")
            .flatMap(written -> scope.tableName(written, section.at("table")));
    Optional<Table> dimension = name.flatMap(found -> scope.table(found, section.at("table")));
    if (name.equals(Optional.of(filled))) {
      findings.add(
          section.at("table"),
          "%s looks itself up, and its rows are not there yet.".formatted(filled),
          "");
    }
    Map<Identifier, String> on = on(section, dimension);
    Optional<Identifier> take = take(section, dimension);
    MissingMember missing = section.choice("missing", MISSING).orElse(MissingMember.REJECT);
    // Which columns tell the versions apart is known when all tables are: see HistoryRules.
    Optional<AsOf> asOf =
        section
            .scalar("as-of")
            .map(time -> scope.parameters().inSql(time, section.at("as-of")))
            .map(time -> new AsOf(time, Validity.CUSTOMARY, Optional.empty()));
    Match match = match(section, dimension, missing);
    section.refuseUnknownKeys();
    if (column.isEmpty() || dimension.isEmpty() || take.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Lookup(
            column.get(),
            section.where(),
            dimension.get().name(),
            on,
            take.get(),
            missing,
            asOf,
            match));
  }

  private Map<Identifier, String> on(Section section, Optional<Table> dimension) {
    Map<Identifier, String> on = new LinkedHashMap<>();
    Optional<Section> written =
        section.require("on", "Say on { column of the dimension = expression }.")
            ? section.section("on")
            : Optional.empty();
    for (Section pairs : written.stream().toList()) {
      if (pairs.keys().isEmpty()) {
        findings.add(pairs.where(), "'on' compares nothing.", "");
      }
      for (String key : pairs.keys()) {
        Optional<Identifier> column = scope.column(key, dimension, pairs.at(key));
        Optional<String> expression = pairs.scalar(key);
        if (column.isPresent() && expression.isPresent()) {
          on.put(column.get(), scope.parameters().inSql(expression.get(), pairs.at(key)));
        }
      }
    }
    return on;
  }

  private Match match(Section section, Optional<Table> dimension, MissingMember missing) {
    Map<Identifier, Near> near = new LinkedHashMap<>();
    for (Section written : section.section("near").stream().toList()) {
      for (String name : written.keys()) {
        Optional<Identifier> column = scope.column(name, dimension, written.at(name));
        Optional<Near> distance = written.section(name).flatMap(this::near);
        if (column.isPresent() && distance.isPresent()) {
          near.put(column.get(), distance.get());
        }
      }
    }
    List<Identifier> first =
        section.texts("first-by").stream()
            .map(name -> scope.column(name, dimension, section.at("first-by")))
            .flatMap(Optional::stream)
            .toList();
    for (String key : List.of("near", "first-by")) {
      if (section.has(key) && section.has("as-of")) {
        findings.add(section.at(key), "'%s' and 'as-of' cannot go together.".formatted(key), "");
      }
      if (section.has(key) && missing == MissingMember.INFER) {
        findings.add(
            section.at(key),
            "a member cannot be inferred where the key does not tell which one is meant.",
            "Say missing = leave-empty, reject or unknown-member.");
      }
    }
    return new Match(near, first);
  }

  private Optional<Near> near(Section section) {
    Optional<String> to =
        section.require("to", "Say to = the expression that the column must be close to.")
            ? section.scalar("to")
            : Optional.empty();
    Optional<String> within =
        section.require("within", "Say within = the greatest difference.")
            ? section.scalar("within")
            : Optional.empty();
    section.refuseUnknownKeys();
    if (within.isPresent() && !within.get().matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      findings.add(
          section.at("within"),
          "within = %s is no difference.".formatted(within.get()),
          "Write it as in 0.001.");
      return Optional.empty();
    }
    return to.isPresent() && within.isPresent()
        ? Optional.of(new Near(to.get(), new BigDecimal(within.get())))
        : Optional.empty();
  }

  private Optional<Identifier> take(Section section, Optional<Table> dimension) {
    Optional<String> written = section.text("take");
    if (written.isPresent()) {
      return scope.column(written.get(), dimension, section.at("take"));
    }
    List<Identifier> key = dimension.map(Table::primaryKey).orElse(List.of());
    if (dimension.isPresent() && key.size() != 1) {
      findings.add(
          section.where(),
          "%s has no primary key of one column that the lookup could take."
              .formatted(dimension.get().name()),
          "Say take = the column whose value you want.");
    }
    return key.size() == 1 ? Optional.of(key.get(0)) : Optional.empty();
  }
}
