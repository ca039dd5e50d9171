package dev.starlift.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.SparkTest;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Through s3a and HTTP. The bucket is this test's own: Hadoop keeps a file system per bucket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AirlineGeneratorOnS3Test {
  private static final String BUCKET = "generate-test";
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 15);

  private final AirlineGenerator generator = new AirlineGenerator(SparkTest.session());
  private final Configuration hadoop = SparkTest.session().sparkContext().hadoopConfiguration();
  private S3Proxy server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(folder.toString());
    store.createContainer(BUCKET);
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", "secret")
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    reachAt(BUCKET, server.getPort());
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  private void reachAt(String bucket, int port) {
    String prefix = "fs.s3a.bucket." + bucket + ".";
    hadoop.set(prefix + "endpoint", "http://127.0.0.1:" + port);
    hadoop.set(prefix + "endpoint.region", "us-east-1");
    hadoop.set(prefix + "access.key", "access");
    hadoop.set(prefix + "secret.key", "secret");
    hadoop.set(prefix + "path.style.access", "true");
    hadoop.set(prefix + "attempts.maximum", "1");
    hadoop.set(prefix + "retry.limit", "1");
  }

  @Test
  void objectsHoldTheBytesThatLocalFilesHold(@TempDir Path folder) throws IOException {
    String to = "s3a://" + BUCKET + "/raw/airline";
    AirlineOptions options = new AirlineOptions(to, 1, 9, AS_OF, 0.05);
    generator.run(options);
    Map<String, String> local =
        Generated.write(new AirlineOptions(folder.toString(), 1, 9, AS_OF, 0.05)).contents();
    assertThat(objects(to)).isEqualTo(local);
    generator.run(options);
    assertThat(objects(to)).isEqualTo(local);
  }

  @Test
  void anObjectThatIsNotCompleteIsNotThere() throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/whole/object");
    FileSystem files = path.getFileSystem(hadoop);
    try (WholeObject object = WholeObject.create(files, path)) {
      object.stream().write(new byte[100]);
      object.complete();
    }
    try (WholeObject object = WholeObject.create(files, path)) {
      object.stream().write(new byte[7]);
    }
    assertThat(files.getFileStatus(path).getLen()).isEqualTo(100);
  }

  @Test
  void aStoreThatDoesNotAnswerIsAProblem() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      reachAt("generate-nobody", free.getLocalPort());
    }
    AirlineOptions options = new AirlineOptions("s3a://generate-nobody/raw", 1, 1, AS_OF, 0);
    assertThatThrownBy(() -> generator.run(options))
        .isInstanceOfSatisfying(
            StarliftException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageStartingWith("s3a://generate-nobody/raw: cannot be written to: ");
  }

  private Map<String, String> objects(String to) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(to);
    FileSystem files = folder.getFileSystem(hadoop);
    Map<String, String> objects = new TreeMap<>();
    var found = files.listFiles(folder, true);
    while (found.hasNext()) {
      org.apache.hadoop.fs.Path path = found.next().getPath();
      try (var in = files.open(path)) {
        objects.put(
            path.toString().substring(to.length() + 1),
            new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return objects;
  }
}
