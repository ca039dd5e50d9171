package dev.starlift.job;

import java.util.Optional;

/** Reads {@code path = …} of whatever lies in the raw storage of the environment. */
record SourcePaths(Optional<Environment> environment, Parameters parameters, Findings findings) {
  /** The path with the values of parameters in it; empty text when there is none. */
  String read(Section section, String fix) {
    Optional<String> path =
        section.requiredText("path", fix).map(text -> parameters.inPath(text, section.at("path")));
    if (path.isEmpty()) {
      return "";
    }
    boolean local = environment.map(one -> one.sandbox().isPresent()).orElse(true);
    Optional<String> fault = StorageUri.fault(path.get(), local);
    if (fault.isPresent()) {
      findings.add(section.at("path"), "path %s.".formatted(fault.get()), "");
    } else if (environment.isPresent()
        && !StorageUri.isWithin(path.get(), environment.get().storage().raw())) {
      findings.add(
          section.at("path"),
          "path is outside the storage.raw of the environment, %s."
              .formatted(environment.get().storage().raw()),
          "Begin it with ${raw}.");
    }
    return path.get();
  }
}
