package dev.starlift.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerTest {
  @TempDir Path directory;

  private S3Server server;
  private S3Objects objects;

  @BeforeEach
  void start() throws IOException {
    server = S3Server.start(directory.resolve("s3"), 0, List.of("raw", "stage"));
    objects = new S3Objects(server.connection());
  }

  @AfterEach
  void stop() throws IOException {
    objects.close();
    server.close();
  }

  private static S3Location at(String key) {
    return new S3Location("raw", key);
  }

  private void put(String key, byte[] bytes) throws IOException {
    try (S3Upload out = objects.create(at(key))) {
      out.write(bytes);
    }
  }

  @Test
  void objectsSurviveARestartWithTheSameKeys() throws Exception {
    put("a/b", "hello".getBytes(StandardCharsets.UTF_8));
    String access = server.accessKey();
    String secret = server.secretKey();
    stop();
    start();

    assertThat(server.accessKey()).isEqualTo(access);
    assertThat(server.secretKey()).isEqualTo(secret);
    try (InputStream in = objects.open(at("a/b"))) {
      assertThat(in).hasBinaryContent("hello".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void theKeysAreForTheOwnerAloneAndInNoText() throws Exception {
    assertThat(Files.getPosixFilePermissions(directory.resolve("s3.keys")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(server.connection().toString())
        .doesNotContain(server.secretKey())
        .doesNotContain(server.accessKey());
  }

  @Test
  void itListensOnTheLoopbackAddressAndRefusesOtherKeys() {
    assertThat(server.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + server.port()));
    S3Endpoint wrong =
        new S3Endpoint(server.endpoint(), server.region(), server.accessKey(), "wrong");
    try (S3Objects stranger = new S3Objects(wrong)) {
      assertThatThrownBy(() -> stranger.list(at("")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(
            () -> S3Server.start(directory.resolve("other"), server.port(), List.of("raw")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  @Test
  void largeObjectsGoInPartsAndAppearOnlyWhenComplete() throws Exception {
    byte[] bytes = new byte[(20 << 20) + 17];
    new Random(1).nextBytes(bytes);
    try (S3Upload out = objects.create(at("big"))) {
      out.write(bytes, 0, bytes.length);
      assertThat(objects.find(at("big"))).isEmpty();
    }
    assertThat(objects.find(at("big")))
        .map(S3Object::size)
        .isEqualTo(Optional.of((long) bytes.length));
    try (InputStream in = objects.openFrom(at("big"), bytes.length - 100)) {
      assertThat(in.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 100, bytes.length));
    }

    S3Upload given = objects.create(at("given-up"));
    given.write(bytes, 0, bytes.length);
    given.abort();
    assertThat(objects.list(at(""))).extracting(o -> o.location().key()).containsExactly("big");
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    assertThat(objects.find(at("none"))).isEmpty();
    assertThat(objects.list(at("none"))).isEmpty();
    assertThatThrownBy(() -> objects.open(at("none"))).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> objects.list(new S3Location("nobucket", "")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void listingsOfManyPagesAreWhole() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("s3/raw/many"));
    for (int i = 0; i < 1_050; i++) {
      Files.write(folder.resolve("%04d".formatted(i)), new byte[] {1});
    }
    assertThat(objects.list(at("many/")))
        .hasSize(1_050)
        .isSortedAccordingTo((a, b) -> a.location().key().compareTo(b.location().key()));
  }

  @Test
  void aConditionalPutLosesAgainstAnObjectThatIsThere() {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(server.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .forcePathStyle(true)
            .build()) {
      client.putObject(
          r -> r.bucket("raw").key("once").ifNoneMatch("*"), RequestBody.fromString("first"));
      assertThatThrownBy(
              () ->
                  client.putObject(
                      r -> r.bucket("raw").key("once").ifNoneMatch("*"),
                      RequestBody.fromString("second")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
  }

  @Test
  void hadoopReadsAndWritesIt() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", server.endpoint().toString());
    configuration.set("fs.s3a.endpoint.region", server.region());
    configuration.set("fs.s3a.access.key", server.accessKey());
    configuration.set("fs.s3a.secret.key", server.secretKey());
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("hadoop.tmp.dir", directory.toString());
    try (FileSystem s3a = FileSystem.newInstance(URI.create("s3a://stage/"), configuration)) {
      var path = new org.apache.hadoop.fs.Path("s3a://stage/x/y=1/part");
      try (var out = s3a.create(path)) {
        out.write(new byte[] {1, 2, 3});
      }
      assertThat(s3a.listStatus(path.getParent())).singleElement().extracting("len").isEqualTo(3L);
      s3a.rename(path, new org.apache.hadoop.fs.Path("s3a://stage/x/moved"));
    }
    assertThat(objects.list(new S3Location("stage", "")))
        .filteredOn(o -> o.size() > 0)
        .extracting(o -> o.location().key())
        .containsExactly("x/moved");
  }

  @Test
  void noThreadIsLeftWhenItStops() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    S3Server other = S3Server.start(directory.resolve("other"), 0, List.of("raw"));
    try (S3Objects there = new S3Objects(other.connection())) {
      there.list(at(""));
    }
    other.close();

    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.isAlive() && !before.contains(thread) && !thread.isDaemon())
            .map(Thread::getName)
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
  }
}
