package dev.starlift.sandbox.s3;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lists, reads, writes and deletes objects over HTTP. For any number of threads. */
public final class S3Objects implements AutoCloseable {
  private static final int NOT_FOUND = 404;

  private final S3Client client;

  public S3Objects(S3Endpoint endpoint) {
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.of(endpoint.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(endpoint.accessKey(), endpoint.secretKey())))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  /**
   * Every object whose key begins with the location's key, in the order of their keys. Like S3, it
   * knows no folders: {@code x} also finds {@code x.bak}.
   *
   * @throws FileNotFoundException if there is no such bucket
   */
  public List<S3Object> list(S3Location prefix) throws IOException {
    List<S3Object> found = new ArrayList<>();
    try {
      client
          .listObjectsV2Paginator(r -> r.bucket(prefix.bucket()).prefix(prefix.key()))
          .contents()
          .forEach(
              o ->
                  found.add(
                      new S3Object(new S3Location(prefix.bucket(), o.key()), sizeOf(o.size()))));
    } catch (NoSuchBucketException e) {
      throw notFound(prefix, e);
    } catch (SdkException e) {
      throw new IOException("Cannot list " + prefix + ": " + e.getMessage(), e);
    }
    return found;
  }

  /** The object with exactly this key. */
  public Optional<S3Object> find(S3Location location) throws IOException {
    try {
      HeadObjectResponse head =
          client.headObject(r -> r.bucket(location.bucket()).key(location.key()));
      return Optional.of(new S3Object(location, sizeOf(head.contentLength())));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw new IOException("Cannot look up " + location + ": " + e.getMessage(), e);
    } catch (SdkException e) {
      throw new IOException("Cannot look up " + location + ": " + e.getMessage(), e);
    }
  }

  /** The whole object. Closing early drops the connection instead of reading the rest. */
  public InputStream open(S3Location location) throws IOException {
    return openFrom(location, 0);
  }

  /** The object from this byte on. Closing early drops the connection. */
  public InputStream openFrom(S3Location location, long from) throws IOException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(location.bucket()).key(location.key());
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    try {
      ResponseInputStream<GetObjectResponse> in = client.getObject(request.build());
      return new AbortOnClose(in);
    } catch (NoSuchKeyException | NoSuchBucketException e) {
      throw notFound(location, e);
    } catch (SdkException e) {
      throw new IOException("Cannot read " + location + ": " + e.getMessage(), e);
    }
  }

  /** Writes an object, which appears when the upload is completed and not before. */
  public S3Upload create(S3Location location) {
    return new S3Upload(client, location);
  }

  public void delete(S3Location location) throws IOException {
    try {
      client.deleteObject(r -> r.bucket(location.bucket()).key(location.key()));
    } catch (SdkException e) {
      throw new IOException("Cannot delete " + location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static long sizeOf(Long size) {
    return size == null ? 0 : size;
  }

  private static FileNotFoundException notFound(S3Location location, SdkException cause) {
    FileNotFoundException e = new FileNotFoundException(location + " does not exist.");
    e.initCause(cause);
    return e;
  }
}
