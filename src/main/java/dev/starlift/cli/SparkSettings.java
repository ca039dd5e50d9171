package dev.starlift.cli;

import dev.starlift.job.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The Spark settings of a run: what Starlift relies on, then what the environment adds. */
final class SparkSettings {
  private SparkSettings() {}

  /**
   * @param sandbox where the sandbox's S3 is, when there is one
   */
  static Map<String, String> of(Environment environment, Optional<Endpoints> sandbox) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.sql.shuffle.partitions", sandbox.isPresent() ? "16" : "200");
    sandbox.ifPresent(endpoints -> settings.putAll(sandboxStorage(endpoints)));
    settings.putAll(environment.spark());
    settings.putAll(required());
    return settings;
  }

  /** Results would change without these, so no environment can. */
  private static Map<String, String> required() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.sql.ansi.enabled", "true");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    settings.put("spark.sql.files.ignoreCorruptFiles", "false");
    settings.put("spark.sql.files.ignoreMissingFiles", "false");
    settings.put("spark.sql.caseSensitive", "false");
    // Methods beyond this many bytes are never compiled by the JVM; Spark's default lets them grow.
    settings.put("spark.sql.codegen.hugeMethodLimit", "8000");
    // Inferring filters from long expressions takes time and memory without bounds (SPARK-33152).
    settings.put("spark.sql.constraintPropagation.enabled", "false");
    settings.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    // An unreachable endpoint is told within half a minute.
    settings.put("spark.hadoop.fs.s3a.attempts.maximum", "2");
    settings.put("spark.hadoop.fs.s3a.retry.limit", "2");
    settings.put("spark.hadoop.fs.s3a.retry.interval", "500ms");
    settings.put("spark.hadoop.fs.s3a.connection.establish.timeout", "5s");
    // Spark masks keys named password, secret, token; these hold secrets as well.
    settings.put("spark.redaction.regex", "(?i)secret|password|passwd|pwd|token|access[.]?key");
    return settings;
  }

  private static Map<String, String> sandboxStorage(Endpoints endpoints) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.endpoint", endpoints.s3Endpoint().toString());
    settings.put("spark.hadoop.fs.s3a.endpoint.region", endpoints.s3Region());
    settings.put("spark.hadoop.fs.s3a.access.key", endpoints.s3AccessKey());
    settings.put("spark.hadoop.fs.s3a.secret.key", endpoints.s3SecretKey());
    settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
    settings.put("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
    settings.put(
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    return settings;
  }
}
