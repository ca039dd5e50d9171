package dev.starlift.sandbox.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * One object on its way to S3: a single PUT when it is small, a multipart upload otherwise, with
 * one part in memory. {@link #close()} makes the object appear; {@link #abort()} leaves nothing
 * behind.
 */
public final class S3Upload extends OutputStream {
  private static final int PART_BYTES = 8 << 20;

  private final S3Client client;
  private final S3Location location;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] part = new byte[64 << 10];
  private int filled;
  private long written;
  private String uploadId = "";
  private boolean closed;

  S3Upload(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
  }

  public S3Location location() {
    return location;
  }

  /** Bytes taken so far. */
  public long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("The upload of " + location + " has ended.");
    }
    int at = from;
    int end = from + length;
    while (at < end) {
      if (filled == PART_BYTES) {
        sendPart();
      }
      int count = Math.min(end - at, PART_BYTES - filled);
      if (filled + count > part.length) {
        part = Arrays.copyOf(part, Math.min(PART_BYTES, Math.max(part.length * 2, filled + count)));
      }
      System.arraycopy(bytes, at, part, filled, count);
      filled += count;
      at += count;
    }
    written += length;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (uploadId.isEmpty()) {
        client.putObject(r -> r.bucket(location.bucket()).key(location.key()), body());
      } else {
        sendPart();
        client.completeMultipartUpload(
            r ->
                r.bucket(location.bucket())
                    .key(location.key())
                    .uploadId(uploadId)
                    .multipartUpload(m -> m.parts(parts)));
      }
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  /** Gives up; does nothing after {@link #close()}. */
  public void abort() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!uploadId.isEmpty()) {
      try {
        client.abortMultipartUpload(
            r -> r.bucket(location.bucket()).key(location.key()).uploadId(uploadId));
      } catch (SdkException e) {
        throw failed(e);
      }
    }
  }

  private void sendPart() throws IOException {
    try {
      if (uploadId.isEmpty()) {
        uploadId =
            client
                .createMultipartUpload(r -> r.bucket(location.bucket()).key(location.key()))
                .uploadId();
      }
      int number = parts.size() + 1;
      UploadPartRequest request =
          UploadPartRequest.builder()
              .bucket(location.bucket())
              .key(location.key())
              .uploadId(uploadId)
              .partNumber(number)
              .build();
      String etag = client.uploadPart(request, body()).eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
      filled = 0;
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private RequestBody body() {
    return RequestBody.fromBytes(Arrays.copyOf(part, filled));
  }

  private IOException failed(SdkException e) {
    return new IOException("Cannot write " + location + ": " + e.getMessage(), e);
  }
}
