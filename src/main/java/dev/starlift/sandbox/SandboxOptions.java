package dev.starlift.sandbox;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a sandbox is made of.
 *
 * @param directory where data, ports and credentials are kept between runs
 * @param s3Port 0 for the port of the last run if it is still free, else any
 * @param buckets made if they are not there
 */
public record SandboxOptions(
    Path directory, List<Namespace> namespaces, int s3Port, List<String> buckets) {
  private static final String DEFAULT_DATABASE = "dev";

  public SandboxOptions {
    namespaces = List.copyOf(namespaces);
    buckets = List.copyOf(buckets);
    Set<String> names = new HashSet<>();
    for (Namespace namespace : namespaces) {
      if (!names.add(namespace.name())) {
        throw new IllegalArgumentException("Namespace " + namespace.name() + " is there twice.");
      }
    }
  }

  /** One producer and two consumers on free ports, no buckets. */
  public static SandboxOptions in(Path directory) {
    return new SandboxOptions(
        directory,
        List.of(
            Namespace.named("producer"),
            Namespace.named("analytics"),
            Namespace.named("reporting")),
        0,
        List.of());
  }

  public SandboxOptions withNamespaces(List<Namespace> others) {
    return new SandboxOptions(directory, others, s3Port, buckets);
  }

  public SandboxOptions withS3Port(int port) {
    return new SandboxOptions(directory, namespaces, port, buckets);
  }

  public SandboxOptions withBuckets(List<String> others) {
    return new SandboxOptions(directory, namespaces, s3Port, others);
  }

  /**
   * One Redshift namespace, on a port of its own.
   *
   * @param name lower-case letters, digits, {@code -} and {@code _}
   * @param database the database that is there from the start
   * @param port 0 for the port of the last run if it is still free, else any
   * @param serverless without the views that only a provisioned cluster has: {@code STL_} and
   *     {@code STV_}
   * @param publiclyAccessible reads only data shares that are open to such consumers
   */
  public record Namespace(
      String name, String database, int port, boolean serverless, boolean publiclyAccessible) {
    public Namespace {
      requireName("namespace", name);
      requireName("database", database);
    }

    /** A provisioned cluster that is not publicly accessible. */
    public static Namespace named(String name) {
      return new Namespace(name, DEFAULT_DATABASE, 0, false, false);
    }

    public Namespace asServerless() {
      return new Namespace(name, database, port, true, publiclyAccessible);
    }

    public Namespace asPubliclyAccessible() {
      return new Namespace(name, database, port, serverless, true);
    }

    private static void requireName(String what, String name) {
      boolean fits =
          !name.isEmpty()
              && name.length() <= 30
              && name.chars()
                  .allMatch(
                      c ->
                          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
      if (!fits) {
        throw new IllegalArgumentException(
            "A %s name has 1 to 30 lower-case letters, digits, - and _, not '%s'."
                .formatted(what, name));
      }
    }
  }
}
