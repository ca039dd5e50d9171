package dev.starlift.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.model.InputFile;
import dev.starlift.problem.StarliftException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Sources in an S3 that is reached over HTTP by S3A. */
class S3SourceTest {
  @TempDir static Path directory;

  private static S3Proxy server;
  private static Configuration conf;

  @BeforeAll
  static void startServer() throws Exception {
    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(directory.toString());
    store.createContainer("raw");
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    conf = settings(server.getPort(), "secret");
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  private static Configuration settings(int port, String secret) {
    Configuration conf = new Configuration();
    conf.set("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", "key");
    conf.set("fs.s3a.secret.key", secret);
    // A file system belongs to a bucket; the tests have several servers for one.
    conf.set("fs.s3a.impl.disable.cache", "true");
    conf.set("fs.s3.impl.disable.cache", "true");
    return conf;
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3"})
  void listsAPrefixWithTheEtagsOfTheStore(String scheme) throws IOException {
    put("list-" + scheme + "/b/2.csv", "a\n2\n");
    put("list-" + scheme + "/1.csv", "a\n1\n");
    put("list-" + scheme + "/_SUCCESS", "");
    String prefix = scheme + "://raw/list-" + scheme + "/";
    Listing listing = list(prefix);
    assertThat(listing.files())
        .extracting(InputFile::uri)
        .containsExactly(prefix + "1.csv", prefix + "b/2.csv");
    assertThat(listing.files()).allMatch(file -> file.etag().matches("[0-9a-f]{32}"));
    assertThat(listing.ignored()).isEqualTo(1);
    assertThat(read(prefix)).containsExactly(prefix + "1.csv 1", prefix + "b/2.csv 2");
  }

  @ParameterizedTest(name = "F34 {0}")
  @ValueSource(
      strings = {
        "a{b}.csv",
        "a[1].csv",
        "a*.csv",
        "a b.csv",
        "a%2Fb.csv",
        "a+b.csv",
        "a#b?.csv",
        "é😀.csv",
        "a:b.csv",
        "a\nb.csv"
      })
  void takesAKeyLiterally(String name) throws IOException {
    String uri = "s3a://raw/odd/" + name;
    put("odd/" + name, "a\n1\n");
    assertThat(read(uri)).containsExactly(uri + " 1");
    assertThat(list("s3a://raw/odd/").files()).extracting(InputFile::uri).contains(uri);
  }

  @Test
  @DisplayName("F37 warns of the same content under two keys")
  void warnsOfTheSameContentUnderTwoKeys() throws IOException {
    put("same/1.csv", "a\n1\n");
    put("same/2.csv", "a\n1\n");
    assertThat(list("s3a://raw/same/").warnings())
        .extracting(Object::toString)
        .containsExactly(
            "jobs/things.conf:3: 2 files have the same content, each is loaded:"
                + " s3a://raw/same/1.csv, s3a://raw/same/2.csv.");
  }

  @Test
  @DisplayName("F38 refuses an object that was replaced by one of the same size")
  void refusesAnObjectThatWasReplacedByOneOfTheSameSize() throws IOException {
    put("replaced/1.csv", "a\n1\n");
    SourceDefinition source = RawFiles.source("s3a://raw/replaced/", Format.CSV, "a");
    List<InputFile> files = new InputLister(conf).list(source).files();
    put("replaced/1.csv", "a\n2\n");
    assertThatThrownBy(() -> RawFiles.read(source, files, conf))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("s3a://raw/replaced/1.csv: changed while the run was going on");
  }

  @Test
  @DisplayName("F38 refuses an object that is replaced between the check and the read")
  void refusesAnObjectThatIsReplacedBetweenTheCheckAndTheRead() throws IOException {
    // the etag goes with each request.
    put("racing/1.csv", "a\n1\n");
    FrozenFile file = FrozenFile.of(list("s3a://raw/racing/").files().get(0));
    try (InputStream in = file.open(conf)) {
      put("racing/1.csv", "a\n2\n");
      assertThatThrownBy(() -> PlainBytes.open(file, in, new ReadMeter()))
          .isInstanceOf(UnusableInput.class)
          .hasMessageContaining("changed while the run was going on");
    }
  }

  @Test
  void manySmallObjectsAreReadInTheirOrderThoughFetchedAhead() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      put("small/%d.csv".formatted(i), "a\n%d\n".formatted(i));
      expected.add("s3a://raw/small/%d.csv %d".formatted(i, i));
    }
    put("small/35.csv", "");
    expected.remove("s3a://raw/small/35.csv 35");

    assertThat(read("s3a://raw/small/")).isEqualTo(expected);
  }

  @Test
  void aSmallObjectAmongManyThatWasReplacedOrDeletedIsNamed() throws IOException {
    for (int i = 10; i < 40; i++) {
      put("among/%d.csv".formatted(i), "a\n%d\n".formatted(i));
    }
    SourceDefinition source = RawFiles.source("s3a://raw/among/", Format.CSV, "a");
    List<InputFile> files = new InputLister(conf).list(source).files();

    put("among/30.csv", "a\n31\n");
    assertThatThrownBy(() -> RawFiles.read(source, files, conf))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("s3a://raw/among/30.csv: changed while the run was going on");

    try (FileSystem raw = FileSystem.newInstance(URI.create("s3a://raw"), conf)) {
      raw.delete(new org.apache.hadoop.fs.Path("s3a://raw/among/30.csv"), false);
    }
    assertThatThrownBy(() -> RawFiles.read(source, files, conf))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("s3a://raw/among/30.csv: was deleted while the run was going on");
  }

  @Test
  @DisplayName("F39 refuses an object that was deleted")
  void refusesAnObjectThatWasDeleted() throws IOException {
    put("deleted/1.csv", "a\n1\n");
    SourceDefinition source = RawFiles.source("s3a://raw/deleted/", Format.CSV, "a");
    List<InputFile> files = new InputLister(conf).list(source).files();
    try (FileSystem raw = FileSystem.newInstance(URI.create("s3a://raw"), conf)) {
      raw.delete(new org.apache.hadoop.fs.Path("s3a://raw/deleted/1.csv"), false);
    }
    assertThatThrownBy(() -> RawFiles.read(source, files, conf))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("s3a://raw/deleted/1.csv: was deleted");
  }

  @Test
  @DisplayName("F42 an upload that is not finished is no input")
  void anUploadThatIsNotFinishedIsNoInput() throws IOException {
    put("uploads/1.csv", "a\n1\n");
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .build()) {
      String upload =
          client.createMultipartUpload(to -> to.bucket("raw").key("uploads/2.csv")).uploadId();
      client.uploadPart(
          to -> to.bucket("raw").key("uploads/2.csv").uploadId(upload).partNumber(1),
          RequestBody.fromString("a\n2\n"));

      assertThat(list("s3a://raw/uploads/").files())
          .extracting(InputFile::uri)
          .containsExactly("s3a://raw/uploads/1.csv");
      assertThat(read("s3a://raw/uploads/")).containsExactly("s3a://raw/uploads/1.csv 1");
    }
  }

  @Test
  void saysThatABucketDoesNotExist() {
    assertThat(failure(conf, "s3a://none/x/"))
        .isEqualTo(
            "INPUT_UNUSABLE jobs/things.conf:3: Source things: the bucket of s3a://none/x/ does not"
                + " exist. Check the path and the endpoint.");
  }

  @Test
  void saysThatAPrefixIsEmpty() {
    assertThat(failure(conf, "s3a://raw/none/"))
        .startsWith(
            "INPUT_UNUSABLE jobs/things.conf:3: Source things: there is no file at s3a://raw/none/.");
  }

  @Test
  @DisplayName("F46 says that access is denied")
  void saysThatAccessIsDenied() {
    assertThat(failure(settings(server.getPort(), "wrong"), "s3a://raw/x/"))
        .startsWith(
            "INPUT_UNUSABLE jobs/things.conf:3: Source things: access to s3a://raw/x/ is denied.");
  }

  @Test
  void saysThatTheStoreCannotBeReached() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    Configuration impatient = settings(closed, "secret");
    impatient.set("fs.s3a.attempts.maximum", "2");
    impatient.set("fs.s3a.retry.limit", "2");
    assertThat(failure(impatient, "s3a://raw/x/"))
        .startsWith(
            "UNREACHABLE jobs/things.conf:3: Source things: cannot reach S3 at http://127.0.0.1:%d for s3a://raw/x/: "
                .formatted(closed))
        .contains("refused");
  }

  @Test
  void doesNotWaitForAStoreThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      assertThat(failure(settings(silent.getLocalPort(), "secret"), "s3a://raw/x/"))
          .contains("UNREACHABLE")
          .contains("no answer within 20 seconds");
    }
  }

  private static String failure(Configuration conf, String path) {
    StarliftException failure =
        catchThrowableOfType(
            StarliftException.class,
            () -> new InputLister(conf).list(RawFiles.source(path, Format.CSV, "a")));
    return failure.code() + " " + failure.getMessage();
  }

  private static Listing list(String path) {
    return new InputLister(conf).list(RawFiles.source(path, Format.CSV, "a"));
  }

  private static List<String> read(String path) throws IOException {
    return RawFiles.read(RawFiles.source(path, Format.CSV, "a"), list(path).files(), conf).stream()
        .map(record -> record.file() + " " + record.shown())
        .toList();
  }

  private static void put(String key, String content) throws IOException {
    try (FileSystem raw = FileSystem.newInstance(URI.create("s3a://raw"), conf);
        OutputStream out = raw.create(new org.apache.hadoop.fs.Path("s3a://raw/" + key), true)) {
      out.write(content.getBytes(UTF_8));
    }
  }
}
