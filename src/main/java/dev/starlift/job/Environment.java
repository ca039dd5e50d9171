package dev.starlift.job;

import dev.starlift.model.Identifier;
import dev.starlift.problem.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a job runs: namespaces, storage, shares, Spark settings. Holds references to secrets, never
 * secrets.
 *
 * @param producer the namespace that is written to
 * @param copyRole ARN of the role with which Redshift reads the stage; empty only where a sandbox
 *     brings its own
 * @param spark Spark and {@code spark.hadoop.*} settings
 * @param sandbox present when the environment is a sandbox on this machine
 * @param variables values of the environment variables that the file lists; jobs may refer to them,
 *     so they are written to run folders
 */
public record Environment(
    String name,
    String file,
    Map<String, Namespace> namespaces,
    String producer,
    Optional<String> copyRole,
    Storage storage,
    Writer writer,
    List<ShareDefinition> shares,
    Map<String, String> spark,
    Optional<SandboxSettings> sandbox,
    Map<String, String> variables) {
  public Environment {
    namespaces = Map.copyOf(namespaces);
    shares = List.copyOf(shares);
    spark = Map.copyOf(spark);
    variables = Map.copyOf(variables);
  }

  /**
   * @param url JDBC URL; empty only where a sandbox brings its own
   * @param namespaceId the GUID that data sharing uses; empty means to ask the namespace itself
   */
  public record Namespace(
      String name,
      Location where,
      Optional<String> url,
      Optional<String> namespaceId,
      Credentials credentials) {}

  /** How a namespace is logged in to. */
  public sealed interface Credentials {}

  /** Names of environment variables that hold user and password. */
  public record FromEnvironment(String userVariable, String passwordVariable)
      implements Credentials {}

  /** A secret in AWS Secrets Manager with the keys {@code username} and {@code password}. */
  public record FromSecretsManager(String secretArn) implements Credentials {}

  /** Temporary credentials from IAM, by the driver itself. */
  public record FromIam(Optional<String> databaseUser) implements Credentials {}

  /** The sandbox's own user. */
  public record FromSandbox() implements Credentials {}

  /** URI prefixes, without a slash at the end. */
  public record Storage(String raw, String stage, String rejects, String runs) {}

  /** Which staging writes the files for COPY. */
  public enum Writer {
    COPY,
    CONNECTOR
  }

  /**
   * @param consumers consumer namespace to the name of the database there
   * @param includeNew tables created later belong to the share at once (superuser only)
   */
  public record ShareDefinition(
      Identifier name,
      Location where,
      List<Identifier> schemas,
      Map<String, Identifier> consumers,
      boolean publicAccessible,
      boolean includeNew) {
    public ShareDefinition {
      schemas = List.copyOf(schemas);
      consumers = Map.copyOf(consumers);
    }
  }

  /**
   * @param directory where the sandbox keeps its data
   * @param buckets S3 buckets that are there from the start
   * @param serverless namespaces that are serverless; the others are provisioned clusters
   * @param publiclyAccessible namespaces that read only shares which are open to such
   */
  public record SandboxSettings(
      String directory,
      List<String> buckets,
      List<String> serverless,
      List<String> publiclyAccessible) {
    public SandboxSettings {
      buckets = List.copyOf(buckets);
      serverless = List.copyOf(serverless);
      publiclyAccessible = List.copyOf(publiclyAccessible);
    }

    /** With provisioned clusters only, none of them publicly accessible. */
    public SandboxSettings(String directory, List<String> buckets) {
      this(directory, buckets, List.of(), List.of());
    }
  }
}
