package dev.starlift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.job.Environment.Credentials;
import dev.starlift.job.Environment.FromEnvironment;
import dev.starlift.job.Environment.FromIam;
import dev.starlift.job.Environment.FromSandbox;
import dev.starlift.job.Environment.FromSecretsManager;
import dev.starlift.job.Environment.Namespace;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** References to secrets become the driver's login properties, at the moment of connecting. */
final class Logins {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> variables;
  private final Optional<Endpoints> sandbox;

  Logins(Map<String, String> variables, Optional<Endpoints> sandbox) {
    this.variables = variables;
    this.sandbox = sandbox;
  }

  Properties properties(Namespace namespace) {
    Credentials credentials = namespace.credentials();
    if (credentials instanceof FromSandbox) {
      Endpoints endpoints =
          sandbox.orElseThrow(
              () -> unusable(namespace, "has no credentials and there is no sandbox."));
      return login(endpoints.user(), endpoints.password());
    }
    if (credentials instanceof FromEnvironment names) {
      return login(
          variable(namespace, names.userVariable()), variable(namespace, names.passwordVariable()));
    }
    if (credentials instanceof FromSecretsManager secret) {
      return fromSecretsManager(namespace, secret.secretArn());
    }
    if (credentials instanceof FromIam iam) {
      Properties properties = new Properties();
      iam.databaseUser().ifPresent(user -> properties.setProperty("DbUser", user));
      return properties;
    }
    throw new AssertionError(credentials);
  }

  private String variable(Namespace namespace, String name) {
    String value = variables.get(name);
    if (value == null || value.isEmpty()) {
      throw unusable(namespace, "needs the environment variable " + name + ", which is not set.");
    }
    return value;
  }

  private static Properties fromSecretsManager(Namespace namespace, String arn) {
    try (SecretsManagerClient client = SecretsManagerClient.create()) {
      JsonNode secret =
          JSON.readTree(client.getSecretValue(request -> request.secretId(arn)).secretString());
      return login(secret.path("username").asText(), secret.path("password").asText());
    } catch (SdkException e) {
      throw new StarliftException(
          ExitCode.UNREACHABLE,
          new Problem(
              namespace.where().toString(),
              "the secret of namespace %s cannot be read: %s"
                  .formatted(namespace.name(), e.getMessage()),
              "The role needs secretsmanager:GetSecretValue on " + arn + "."),
          e);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // The cause is left out: its text quotes the secret.
      throw unusable(namespace, "has a secret that is not JSON with username and password.");
    }
  }

  private static Properties login(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return properties;
  }

  private static StarliftException unusable(Namespace namespace, String what) {
    return new StarliftException(
        ExitCode.WRONG_USAGE,
        Problem.at(namespace.where(), "namespace " + namespace.name() + " " + what, ""));
  }
}
