package dev.starlift.job;

import dev.starlift.job.Environment.Credentials;
import dev.starlift.job.Environment.FromEnvironment;
import dev.starlift.job.Environment.FromIam;
import dev.starlift.job.Environment.FromSandbox;
import dev.starlift.job.Environment.FromSecretsManager;
import dev.starlift.job.Environment.Namespace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code namespaces { … }} of an environment. */
final class NamespaceSections {
  private static final String SECRET_ARN =
      "arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@!-]+";
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String WAYS =
      "Say credentials { secret = \"arn:…\" }, { user-variable = A, password-variable = B }, or"
          + " { iam {} }.";

  private final boolean sandbox;
  private final Findings findings;

  NamespaceSections(boolean sandbox, Findings findings) {
    this.sandbox = sandbox;
    this.findings = findings;
  }

  Map<String, Namespace> read(Section namespaces) {
    Map<String, Namespace> read = new LinkedHashMap<>();
    for (String name : namespaces.keys()) {
      if (!name.matches("[a-z][a-z0-9_-]{0,62}")) {
        findings.add(
            namespaces.at(name),
            "'%s' is not a name for a namespace.".formatted(name),
            "Use small letters, digits, '_' and '-'.");
      }
      namespaces.section(name).ifPresent(section -> read.put(name, namespace(name, section)));
    }
    return read;
  }

  private Namespace namespace(String name, Section section) {
    Optional<String> url = section.text("url");
    if (url.isPresent()) {
      JdbcUrl.faults(url.get())
          .forEach(fault -> findings.add(section.at("url"), "url %s.".formatted(fault), ""));
    } else if (!sandbox && !section.has("url")) {
      section.require("url", "Only a sandbox brings its own.");
    }
    Optional<String> id = section.text("namespace-id");
    if (id.isPresent() && !id.get().matches(GUID)) {
      findings.add(
          section.at("namespace-id"),
          "namespace-id is not a GUID.",
          "It is what SELECT current_namespace answers.");
    }
    Credentials credentials = credentials(section);
    section.refuseUnknownKeys();
    return new Namespace(name, section.where(), url, id, credentials);
  }

  private Credentials credentials(Section namespace) {
    if (!namespace.has("credentials")) {
      if (!sandbox) {
        namespace.require("credentials", WAYS);
      }
      return new FromSandbox();
    }
    return namespace.section("credentials").map(this::way).orElse(new FromSandbox());
  }

  private Credentials way(Section section) {
    boolean secret = section.has("secret");
    boolean iam = section.has("iam");
    boolean user = section.has("user-variable");
    boolean password = section.has("password-variable");
    boolean variables = user || password;
    if ((secret ? 1 : 0) + (iam ? 1 : 0) + (variables ? 1 : 0) > 1) {
      findings.add(section.where(), "credentials come in more than one way.", WAYS);
    }
    Credentials credentials = new FromSandbox();
    if (secret) {
      credentials = new FromSecretsManager(secretArn(section));
    } else if (iam) {
      credentials = iam(section);
    } else if (variables) {
      credentials =
          new FromEnvironment(
              variable(section, "user-variable"), variable(section, "password-variable"));
    } else {
      findings.add(section.where(), "credentials do not say where they come from.", WAYS);
    }
    section.refuseUnknownKeys();
    return credentials;
  }

  private String secretArn(Section section) {
    Optional<String> arn = section.text("secret");
    if (arn.isPresent() && !arn.get().matches(SECRET_ARN)) {
      findings.add(
          section.at("secret"),
          "secret is not the ARN of a secret in AWS Secrets Manager.",
          "A secret itself never stands in a file.");
    }
    return arn.orElse("");
  }

  private Credentials iam(Section section) {
    Optional<Section> iam = section.section("iam");
    Optional<String> user = iam.flatMap(found -> found.text("database-user"));
    if (user.isPresent() && !user.get().matches("[A-Za-z_][A-Za-z0-9_@$.+-]{0,126}")) {
      findings.add(
          iam.orElseThrow().at("database-user"),
          "'%s' is not a database user.".formatted(user.get()),
          "");
    }
    iam.ifPresent(Section::refuseUnknownKeys);
    return new FromIam(user);
  }

  private String variable(Section section, String key) {
    Optional<String> name = section.requiredText(key, "It is the name of an environment variable.");
    if (name.isPresent() && !name.get().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      // Not repeated: it may be the password itself.
      findings.add(
          section.at(key), "%s is not the name of an environment variable.".formatted(key), "");
    }
    return name.orElse("");
  }
}
