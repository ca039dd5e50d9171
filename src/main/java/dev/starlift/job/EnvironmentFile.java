package dev.starlift.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import dev.starlift.job.Environment.Namespace;
import dev.starlift.job.Environment.SandboxSettings;
import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.job.Environment.Storage;
import dev.starlift.job.Environment.Writer;
import dev.starlift.job.Outline.Reference;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads {@code conf/<environment>.conf}. Every problem is found at once, each with file and line;
 * no message repeats what may be a secret.
 *
 * <p>Only <code>${env.NAME}</code> stands for something, for the names that the file itself lists
 * as {@code variables}.
 */
public final class EnvironmentFile {
  private static final String ROLE = "arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+";

  private final TextFiles files;
  private final String file;
  private final Map<String, String> process;
  private final Findings findings;

  private EnvironmentFile(TextFiles files, String file, Map<String, String> process) {
    this.files = files;
    this.file = file;
    this.process = process;
    this.findings = new Findings(file);
  }

  /**
   * @param file path or URI, as {@code files} opens it
   * @param process the environment variables of this process
   * @throws dev.starlift.problem.StarliftException WRONG_USAGE with every problem
   */
  public static Environment parse(TextFiles files, String file, Map<String, String> process) {
    Problems problems = new Problems();
    Optional<Environment> environment = parse(files, file, process, problems);
    problems.throwIfAny(ExitCode.WRONG_USAGE);
    return environment.orElseThrow();
  }

  /**
   * The same for callers that look for problems elsewhere, too.
   *
   * @return empty when problems were added
   */
  public static Optional<Environment> parse(
      TextFiles files, String file, Map<String, String> process, Problems problems) {
    EnvironmentFile reader = new EnvironmentFile(files, file, process);
    Optional<Environment> environment = reader.read();
    reader.findings.reportTo(problems);
    return reader.findings.isEmpty() ? environment : Optional.empty();
  }

  private Optional<Environment> read() {
    return SourceText.read(files, file, Location.of(file), findings)
        .flatMap(text -> new HoconText(file, findings).read(text, this::variable))
        .map(resolved -> environment(resolved.root()));
  }

  private Environment environment(Section root) {
    boolean local = root.has("sandbox");
    Optional<String> name = root.requiredText("environment", "Say environment = and a short name.");
    if (name.isPresent() && !name.get().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")) {
      findings.add(root.at("environment"), "'%s' is not a name.".formatted(name.get()), "");
    }
    Map<String, Namespace> namespaces =
        root.require("namespaces", "Say where the warehouse is.")
            ? root.section("namespaces")
                .map(new NamespaceSections(local, findings)::read)
                .orElse(Map.of())
            : Map.of();
    Optional<String> producer = producer(root, namespaces.keySet());
    List<ShareDefinition> shares =
        root.section("shares")
            .map(new ShareSections(namespaces.keySet(), producer, findings)::read)
            .orElse(List.of());
    Storage storage =
        root.require("storage", "Say storage { raw, stage, rejects, runs }.")
            ? root.section("storage").map(section -> storage(section, local)).orElse(nowhere())
            : nowhere();
    Environment environment =
        new Environment(
            name.orElse(""),
            file,
            namespaces,
            producer.orElse(""),
            copyRole(root, local),
            storage,
            root.choice("writer", Map.of("copy", Writer.COPY, "connector", Writer.CONNECTOR))
                .orElse(Writer.COPY),
            shares,
            spark(root),
            root.section("sandbox").map(section -> sandbox(section, storage, namespaces.keySet())),
            variables(root, namespaces));
    root.refuseUnknownKeys();
    return environment;
  }

  private Optional<String> producer(Section root, Set<String> namespaces) {
    Optional<String> producer =
        root.requiredText("producer", "Name the namespace that is written to.");
    if (producer.isPresent() && !namespaces.contains(producer.get())) {
      findings.add(
          root.at("producer"),
          "the environment has no namespace '%s'.".formatted(producer.get()),
          Suggestion.among(producer.get(), namespaces));
    }
    return producer;
  }

  private Optional<String> copyRole(Section root, boolean local) {
    Optional<String> role = root.text("copy-role");
    if (role.isPresent() && !role.get().matches(ROLE + "(," + ROLE + ")*")) {
      findings.add(
          root.at("copy-role"),
          "copy-role is not the ARN of an IAM role.",
          "Write it as in arn:aws:iam::123456789012:role/name.");
    }
    if (!local && !root.has("copy-role")) {
      root.require("copy-role", "Redshift reads the stage with it; only a sandbox brings its own.");
    }
    return role;
  }

  private static Storage nowhere() {
    return new Storage("", "", "", "");
  }

  private Storage storage(Section section, boolean local) {
    Map<String, String> prefixes = new LinkedHashMap<>();
    for (String key : List.of("raw", "stage", "rejects", "runs")) {
      Optional<String> written =
          section
              .requiredText(key, "Name a prefix, as in s3://bucket/" + key + ".")
              .map(StorageUri::withoutSlashAtEnd);
      String prefix = written.orElse("");
      // Redshift reads the stage, so even a sandbox has it in its S3.
      Optional<String> fault =
          written.flatMap(uri -> StorageUri.fault(uri, local && !key.equals("stage")));
      fault.ifPresent(found -> findings.add(section.at(key), "%s %s.".formatted(key, found), ""));
      requireApart(section, key, prefix, prefixes);
      prefixes.put(key, prefix);
    }
    section.refuseUnknownKeys();
    return new Storage(
        prefixes.get("raw"), prefixes.get("stage"), prefixes.get("rejects"), prefixes.get("runs"));
  }

  /** What is written must never be found again as an input, nor cleaned up with something else. */
  private void requireApart(
      Section section, String key, String prefix, Map<String, String> earlier) {
    earlier.forEach(
        (other, place) -> {
          boolean overlap =
              !prefix.isEmpty()
                  && !place.isEmpty()
                  && (StorageUri.isWithin(prefix, place) || StorageUri.isWithin(place, prefix));
          if (overlap) {
            findings.add(
                section.at(key),
                "%s and %s lie in each other.".formatted(other, key),
                "Give each a prefix of its own.");
          }
        });
  }

  /** The file says Spark's own names: {@code spark.sql.shuffle.partitions = 64}. */
  private Map<String, String> spark(Section root) {
    Map<String, String> settings = new TreeMap<>();
    root.section("spark").ifPresent(section -> flatten(section, "spark", settings));
    return settings;
  }

  private void flatten(Section section, String prefix, Map<String, String> settings) {
    for (String key : section.keys()) {
      String name = prefix + "." + key;
      if (section.isSection(key)) {
        section.section(key).ifPresent(inner -> flatten(inner, name, settings));
      } else {
        Optional<String> value = section.scalar(key);
        if (Secrets.isNameOfOne(name) || value.filter(Secrets::isHeldBy).isPresent()) {
          findings.add(
              section.at(key),
              "%s would put a secret into the file.".formatted(name),
              "Use a role, or a credentials provider.");
        }
        value.ifPresent(found -> settings.put(name, found));
      }
    }
  }

  private SandboxSettings sandbox(Section section, Storage storage, Set<String> namespaces) {
    TreeSet<String> used = new TreeSet<>();
    for (String prefix :
        List.of(storage.raw(), storage.stage(), storage.rejects(), storage.runs())) {
      if (StorageUri.isRemote(prefix)) {
        used.add(StorageUri.bucket(prefix));
      }
    }
    List<String> buckets = section.texts("buckets");
    if (section.has("buckets") && !buckets.containsAll(used)) {
      used.removeAll(buckets);
      findings.add(
          section.at("buckets"),
          "storage names buckets that the sandbox does not have: %s."
              .formatted(String.join(", ", used)),
          "Add them.");
    }
    SandboxSettings settings =
        new SandboxSettings(
            section.requiredText("directory", "Say where it keeps its data.").orElse(""),
            section.has("buckets") ? buckets : new ArrayList<>(used),
            namespacesOf(section, "serverless", namespaces),
            namespacesOf(section, "publicly-accessible", namespaces));
    section.refuseUnknownKeys();
    return settings;
  }

  private List<String> namespacesOf(Section section, String key, Set<String> namespaces) {
    List<String> names = section.texts(key);
    for (String name : names) {
      if (!namespaces.contains(name)) {
        findings.add(
            section.at(key),
            "the environment has no namespace '%s'.".formatted(name),
            Suggestion.among(name, namespaces));
      }
    }
    return names;
  }

  /** The values are written to run folders with the jobs that refer to them. */
  private Map<String, String> variables(Section root, Map<String, Namespace> namespaces) {
    Set<String> secret = new TreeSet<>();
    for (Namespace namespace : namespaces.values()) {
      if (namespace.credentials() instanceof Environment.FromEnvironment from) {
        secret.add(from.passwordVariable());
      }
    }
    Map<String, String> values = new TreeMap<>();
    for (String variable : root.texts("variables")) {
      if (secret.contains(variable) || Secrets.isNameOfOne(variable)) {
        findings.add(
            root.at("variables"),
            "variable %s holds a secret, which jobs must not refer to.".formatted(variable),
            "Remove it from the list.");
      } else if (process.containsKey(variable)) {
        values.put(variable, process.get(variable));
      }
    }
    return values;
  }

  /** The list of variables is read before references are replaced, so it cannot hold any. */
  private Optional<String> variable(Reference reference, Config parsed, Findings into) {
    List<String> listed = listed(parsed);
    List<String> path = reference.path();
    boolean variable = path.size() == 2 && path.get(0).equals("env");
    if (variable && listed.contains(path.get(1)) && !Secrets.isNameOfOne(path.get(1))) {
      if (!process.containsKey(path.get(1))) {
        into.add(
            reference.where(),
            "the environment variable %s is not set.".formatted(path.get(1)),
            "");
        return Optional.of(EnvironmentReferences.STAND_IN);
      }
      return Optional.of(process.get(path.get(1)));
    }
    into.add(
        reference.where(),
        "${%s} stands for nothing here.".formatted(String.join(".", path)),
        variable
            ? "List '%s' in variables.".formatted(path.get(1))
            : "Only ${env.NAME} does, for the names that 'variables' lists.");
    return Optional.of(EnvironmentReferences.STAND_IN);
  }

  private static List<String> listed(Config parsed) {
    try {
      return parsed.root().containsKey("variables")
              && parsed.root().get("variables").valueType() == ConfigValueType.LIST
          ? parsed.getStringList("variables")
          : List.of();
    } catch (ConfigException e) {
      return List.of(); // reported where the list itself is read
    }
  }
}
