package dev.starlift.job;

import com.typesafe.config.Config;
import dev.starlift.job.HoconText.References;
import dev.starlift.job.Outline.Reference;
import java.util.List;
import java.util.Optional;

/** What a job may refer to: <code>${raw}</code>, and variables that the environment lists. */
record EnvironmentReferences(Optional<Environment> environment) implements References {
  /** Keeps a file readable whose reference is not allowed. */
  static final String STAND_IN = "unresolved";

  @Override
  public Optional<String> value(Reference reference, Config parsed, Findings findings) {
    List<String> path = reference.path();
    if (path.equals(List.of("raw"))) {
      return Optional.of(environment.map(one -> one.storage().raw()).orElse(STAND_IN));
    }
    boolean variable = path.size() == 2 && path.get(0).equals("env");
    if (environment.isEmpty() && variable) {
      return Optional.of(STAND_IN);
    }
    if (variable && environment.get().variables().containsKey(path.get(1))) {
      return Optional.of(environment.get().variables().get(path.get(1)));
    }
    findings.add(
        reference.where(),
        "${%s} stands for nothing here.".formatted(String.join(".", path)),
        variable
            ? "List '%s' in the variables of the environment file, and set it."
                .formatted(path.get(1))
            : "Only ${raw} and ${env.NAME} do, for the variables that the environment lists.");
    return Optional.of(STAND_IN);
  }
}
