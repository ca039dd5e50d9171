package dev.starlift.cli;

import dev.starlift.job.Environment;
import dev.starlift.job.Environment.SandboxSettings;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sandbox.Sandbox;
import dev.starlift.sandbox.SandboxAddress;
import dev.starlift.sandbox.SandboxAddress.NamespaceAddress;
import dev.starlift.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sandbox of an environment: the one that {@code ./starlift sandbox} serves, or one for this
 * command alone. The jar for the cluster has no sandbox: there this class cannot be linked, which
 * {@link Wiring} tells the user.
 */
final class LocalSandbox implements AutoCloseable {
  private final SandboxAddress address;
  private final Optional<Sandbox> own;

  private LocalSandbox(SandboxAddress address, Optional<Sandbox> own) {
    this.address = address;
    this.own = own;
  }

  /** Uses the sandbox that runs on the environment's directory, or starts one. */
  static LocalSandbox reach(Environment environment) {
    SandboxOptions options = options(environment, Optional.empty());
    try {
      Optional<SandboxAddress> running = Sandbox.findRunning(options.directory());
      return running.isPresent()
          ? new LocalSandbox(running.get(), Optional.empty())
          : start(options);
    } catch (IOException e) {
      throw unusable(options.directory(), e);
    }
  }

  /** Starts a sandbox in the foreground. */
  static LocalSandbox serve(Environment environment, Optional<String> directory) {
    return start(options(environment, directory));
  }

  private static LocalSandbox start(SandboxOptions options) {
    try {
      Sandbox sandbox = Sandbox.start(options);
      return new LocalSandbox(sandbox.address(), Optional.of(sandbox));
    } catch (IOException e) {
      throw unusable(options.directory(), e);
    }
  }

  private static SandboxOptions options(Environment environment, Optional<String> directory) {
    SandboxSettings settings =
        environment
            .sandbox()
            .orElseThrow(
                () ->
                    new StarliftException(
                        ExitCode.WRONG_USAGE,
                        new Problem(
                            environment.file(),
                            "this environment is not a sandbox.",
                            "Use --env conf/sandbox.conf, or add a 'sandbox' section.")));
    List<SandboxOptions.Namespace> namespaces =
        environment.namespaces().keySet().stream()
            .sorted()
            .map(name -> namespace(name, settings))
            .toList();
    return SandboxOptions.in(Path.of(directory.orElse(settings.directory())))
        .withNamespaces(namespaces)
        .withBuckets(settings.buckets());
  }

  private static SandboxOptions.Namespace namespace(String name, SandboxSettings settings) {
    SandboxOptions.Namespace namespace = SandboxOptions.Namespace.named(name);
    if (settings.serverless().contains(name)) {
      namespace = namespace.asServerless();
    }
    return settings.publiclyAccessible().contains(name)
        ? namespace.asPubliclyAccessible()
        : namespace;
  }

  Endpoints endpoints() {
    Map<String, String> urls = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (NamespaceAddress namespace : address.namespaces()) {
      urls.put(namespace.name(), namespace.jdbcUrl());
      ids.put(namespace.name(), namespace.id());
    }
    return new Endpoints(
        urls,
        ids,
        address.user(),
        address.password(),
        address.directory().resolve("password"),
        address.s3Endpoint(),
        address.accessKey(),
        address.secretKey(),
        address.region(),
        address.iamRole(),
        address.certificateAuthority());
  }

  /** Stops the sandbox if this command started it. */
  @Override
  public void close() {
    own.ifPresent(
        sandbox -> {
          try {
            sandbox.close();
          } catch (IOException e) {
            throw unusable(address.directory(), e);
          }
        });
  }

  private static StarliftException unusable(Path directory, IOException e) {
    return new StarliftException(
        ExitCode.UNREACHABLE,
        new Problem(
            directory.toString(),
            "the sandbox cannot use this folder: " + e.getMessage(),
            "Check its rights and the free space, or delete it to start over."),
        e);
  }
}
