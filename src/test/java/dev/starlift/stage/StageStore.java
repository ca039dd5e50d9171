package dev.starlift.stage;

import dev.starlift.SparkTest;
import dev.starlift.sandbox.s3.S3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/** A bucket of its own for a test class, in an S3 server in this JVM. */
final class StageStore implements AutoCloseable {
  private final S3Server server;
  private final String bucket;
  private final SparkSession spark;

  private StageStore(S3Server server, String bucket, SparkSession spark) {
    this.server = server;
    this.bucket = bucket;
    this.spark = spark;
  }

  static StageStore start(Path directory, String bucket) throws IOException {
    S3Server server = S3Server.start(directory.resolve("s3"), 0, List.of(bucket));
    SparkSession spark = SparkTest.session();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String prefix = "fs.s3a.bucket." + bucket + ".";
    hadoop.set(prefix + "endpoint", server.endpoint().toString());
    hadoop.set(prefix + "endpoint.region", server.connection().region());
    hadoop.set(prefix + "access.key", server.connection().accessKey());
    hadoop.set(prefix + "secret.key", server.connection().secretKey());
    hadoop.set(prefix + "path.style.access", "true");
    hadoop.set(prefix + "attempts.maximum", "1");
    hadoop.set(prefix + "retry.limit", "1");
    return new StageStore(server, bucket, spark);
  }

  SparkSession spark() {
    return spark;
  }

  String folder(String name) {
    return "s3://" + bucket + "/stage/" + name;
  }

  String text(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(StageUri.forSpark(uri));
    try (var in = store(path).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void put(String uri, String text) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(StageUri.forSpark(uri));
    try (var out = store(path).create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whatever there is below a folder. */
  List<String> files(String folder) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder);
    List<String> found = new ArrayList<>();
    try {
      var files = store(path).listFiles(path, true);
      while (files.hasNext()) {
        found.add(files.next().getPath().toString());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  long length(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(StageUri.forSpark(uri));
    return store(path).getFileStatus(path).getLen();
  }

  Path local(Path directory, String uri) {
    Path file = directory.resolve("s3").resolve(uri.substring("s3://".length()));
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(uri + " is not at " + file);
    }
    return file;
  }

  private FileSystem store(org.apache.hadoop.fs.Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
