package dev.starlift.sandbox.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over a local directory, on the loopback address only. The keys are made once and
 * kept beside the directory, in {@code NAME.keys}, readable by the owner alone.
 */
public final class S3Server implements AutoCloseable {
  /** Any region will do for a server that has none; clients insist on one. */
  private static final String REGION = "us-east-1";

  private static final int KEY_BYTES = 20;

  private final S3Proxy proxy;
  private final FilesystemNio2BlobStore store;
  private final S3Endpoint endpoint;

  private S3Server(S3Proxy proxy, FilesystemNio2BlobStore store, S3Endpoint endpoint) {
    this.proxy = proxy;
    this.store = store;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server; buckets that are not there are made.
   *
   * @param directory one sub-directory per bucket
   * @param port 0 for any free one
   * @throws IOException if the port is taken or the directory cannot be written
   */
  public static S3Server start(Path directory, int port, List<String> buckets) throws IOException {
    Files.createDirectories(directory);
    List<String> keys = keys(directory.resolveSibling(directory.getFileName() + ".keys"));
    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(directory.toString());
    for (String bucket : buckets) {
      if (!store.containerExists(bucket)) {
        store.createContainer(bucket);
      }
    }
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, keys.get(0), keys.get(1))
            .ignoreUnknownHeaders(true)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IOException(
          "The S3 server cannot listen on 127.0.0.1:%d: %s".formatted(port, e.getMessage()), e);
    }
    URI uri = URI.create("http://127.0.0.1:" + proxy.getPort());
    return new S3Server(proxy, store, new S3Endpoint(uri, REGION, keys.get(0), keys.get(1)));
  }

  /** Where to reach it and with which keys. */
  public S3Endpoint connection() {
    return endpoint;
  }

  public URI endpoint() {
    return endpoint.uri();
  }

  public int port() {
    return endpoint.uri().getPort();
  }

  public String accessKey() {
    return endpoint.accessKey();
  }

  public String secretKey() {
    return endpoint.secretKey();
  }

  public String region() {
    return endpoint.region();
  }

  /** Stops the server and its threads; the objects stay. */
  @Override
  public void close() throws IOException {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IOException("The S3 server did not stop: " + e.getMessage(), e);
    } finally {
      store.close();
    }
  }

  private static List<String> keys(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.size() == 2) {
        return lines;
      }
      throw new IOException(
          file + " does not hold two keys. Delete it and start again for new ones.");
    } catch (NoSuchFileException none) {
      return newKeys(file);
    }
  }

  private static List<String> newKeys(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] secret = new byte[KEY_BYTES];
    byte[] access = new byte[KEY_BYTES / 2];
    random.nextBytes(secret);
    random.nextBytes(access);
    HexFormat hex = HexFormat.of();
    List<String> keys = List.of("SL" + hex.formatHex(access), hex.formatHex(secret));
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      byte[] lines = (String.join("\n", keys) + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(lines));
    }
    return keys;
  }
}
