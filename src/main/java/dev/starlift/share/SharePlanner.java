package dev.starlift.share;

import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.model.Identifier;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problem;
import dev.starlift.share.ShareService.Plan;
import dev.starlift.share.ShareService.PlannedStatement;
import dev.starlift.sql.ShareStatements;
import dev.starlift.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The difference between a declared share and what is there, as statements. Adds what is missing
 * and warns of what is too much; it takes nothing away from a share, for others may rely on it.
 */
final class SharePlanner {
  private final ShareDefinition declared;
  private final ShareState state;
  private final String producer;
  private final String producerId;
  private final List<PlannedStatement> steps = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * A consumer as it is.
   *
   * @param database what it calls the share already
   */
  record ConsumerState(String namespaceId, Optional<Identifier> database) {}

  private SharePlanner(
      ShareDefinition declared, ShareState state, String producer, String producerId) {
    this.declared = declared;
    this.state = state;
    this.producer = producer;
    this.producerId = producerId;
  }

  /**
   * @param consumers by name, every declared one
   */
  static Plan plan(
      ShareDefinition declared,
      ShareState state,
      String producer,
      String producerId,
      Map<String, ConsumerState> consumers) {
    SharePlanner planner = new SharePlanner(declared, state, producer, producerId);
    planner.share();
    declared.schemas().forEach(planner::schema);
    new TreeMap<>(consumers).forEach(planner::grant);
    new TreeMap<>(consumers).forEach(planner::database);
    planner.warn(consumers);
    return new Plan(planner.steps, planner.warnings);
  }

  private void share() {
    if (state.publicAccessible().isEmpty()) {
      onProducer(ShareStatements.create(declared.name(), declared.publicAccessible()));
    } else if (state.publicAccessible().get() != declared.publicAccessible()) {
      onProducer(ShareStatements.setPublicAccessible(declared.name(), declared.publicAccessible()));
    }
  }

  private void schema(Identifier schema) {
    if (!state.schemas().containsKey(schema)) {
      onProducer(ShareStatements.addSchema(declared.name(), schema));
    }
    for (TableName table : state.shareable()) {
      if (table.schema().equals(schema) && !state.tables().contains(table)) {
        onProducer(ShareStatements.addTable(declared.name(), table));
      }
    }
    if (state.schemas().getOrDefault(schema, false) != declared.includeNew()) {
      onProducer(ShareStatements.setIncludeNew(declared.name(), schema, declared.includeNew()));
    }
  }

  private void grant(String name, ConsumerState consumer) {
    if (!state.consumers().contains(consumer.namespaceId())) {
      onProducer(ShareStatements.grantUsage(declared.name(), name, consumer.namespaceId()));
    }
  }

  private void database(String name, ConsumerState consumer) {
    Identifier wanted = declared.consumers().get(name);
    if (consumer.database().isEmpty()) {
      steps.add(
          new PlannedStatement(
              name, ShareStatements.createDatabase(wanted, declared.name(), producerId)));
    } else if (!consumer.database().get().equals(wanted)) {
      warn(
          "%s has the share as database %s, not %s, and Redshift allows one database per share."
              .formatted(name, consumer.database().get(), wanted),
          "Drop that database on %s, or declare its name.".formatted(name));
    }
  }

  private void warn(Map<String, ConsumerState> consumers) {
    if (declared.publicAccessible()) {
      warn(
          "the share may be read by publicly accessible consumers.",
          "Leave public-accessible out unless a consumer needs it.");
    }
    for (TableName table : state.interleaved()) {
      if (declared.schemas().contains(table.schema())) {
        warn(
            "table %s has an interleaved sort key and cannot be shared.".formatted(table),
            "Give it a compound sort key.");
      }
    }
    Set<String> strangers = new HashSet<>(state.consumers());
    consumers.values().forEach(consumer -> strangers.remove(consumer.namespaceId()));
    for (String stranger : strangers) {
      warn(
          "namespace %s may use the share and is not declared.".formatted(stranger),
          "REVOKE USAGE ON DATASHARE if it should not.");
    }
    for (Identifier schema : state.schemas().keySet()) {
      if (!declared.schemas().contains(schema)) {
        warn(
            "schema %s is in the share and is not declared.".formatted(schema),
            "ALTER DATASHARE … REMOVE SCHEMA if it should not be.");
      }
    }
  }

  private void warn(String what, String fix) {
    warnings.add(
        Problem.at(declared.where(), "share %s: %s".formatted(declared.name(), what), fix));
  }

  private void onProducer(Statement statement) {
    steps.add(new PlannedStatement(producer, statement));
  }
}
