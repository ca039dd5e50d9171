package dev.starlift.sandbox.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * Closing an HTTP response in the middle would read it to its end to save the connection, which for
 * a seek in a large object costs more than a new connection.
 */
final class AbortOnClose extends FilterInputStream {
  private final ResponseInputStream<?> response;
  private boolean ended;

  AbortOnClose(ResponseInputStream<?> response) {
    super(response);
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    ended |= b < 0;
    return b;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    ended |= count < 0;
    return count;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      response.abort();
    }
    super.close();
  }
}
