package dev.starlift.job;

import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.model.Identifier;
import dev.starlift.problem.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code shares { … }} of an environment. */
final class ShareSections {
  private final Set<String> namespaces;
  private final Optional<String> producer;
  private final Findings findings;

  ShareSections(Set<String> namespaces, Optional<String> producer, Findings findings) {
    this.namespaces = namespaces;
    this.producer = producer;
    this.findings = findings;
  }

  List<ShareDefinition> read(Section shares) {
    List<ShareDefinition> read = new ArrayList<>();
    for (String key : shares.keys()) {
      Optional<Identifier> name = identifier(key, shares.at(key));
      Optional<Section> section = shares.section(key);
      if (name.isPresent() && section.isPresent()) {
        read.add(share(name.get(), section.get()));
      }
    }
    return read;
  }

  private ShareDefinition share(Identifier name, Section section) {
    List<Identifier> schemas =
        section.texts("schemas").stream()
            .map(schema -> identifier(schema, section.at("schemas")))
            .flatMap(Optional::stream)
            .toList();
    if (section.require("schemas", "Say schemas = [airline_dw] or the like.")
        && section.texts("schemas").isEmpty()) {
      findings.add(section.at("schemas"), "the share has no schema.", "");
    }
    ShareDefinition share =
        new ShareDefinition(
            name,
            section.where(),
            schemas,
            consumers(section),
            section.flag("publicly-accessible").orElse(false),
            section.flag("include-new").orElse(false));
    section.refuseUnknownKeys();
    return share;
  }

  private Map<String, Identifier> consumers(Section share) {
    Map<String, Identifier> consumers = new LinkedHashMap<>();
    Optional<Section> written =
        share.require("consumers", "Say consumers { namespace = name of the database there }.")
            ? share.section("consumers")
            : Optional.empty();
    for (Section section : written.stream().toList()) {
      for (String namespace : section.keys()) {
        requireConsumer(namespace, section.at(namespace));
        section
            .text(namespace)
            .flatMap(database -> identifier(database, section.at(namespace)))
            .ifPresent(database -> consumers.put(namespace, database));
      }
    }
    return consumers;
  }

  private void requireConsumer(String namespace, Location where) {
    if (!namespaces.contains(namespace)) {
      findings.add(
          where,
          "the environment has no namespace '%s'.".formatted(namespace),
          Suggestion.among(namespace, namespaces));
    } else if (producer.equals(Optional.of(namespace))) {
      findings.add(where, "'%s' is the producer itself.".formatted(namespace), "");
    }
  }

  private Optional<Identifier> identifier(String written, Location where) {
    try {
      return Optional.of(Identifier.of(written));
    } catch (IllegalArgumentException e) {
      findings.add(where, "'%s': %s".formatted(written, e.getMessage()), "");
      return Optional.empty();
    }
  }
}
