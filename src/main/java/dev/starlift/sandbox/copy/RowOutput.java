package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Cuts what PostgreSQL sends into rows. It never throws into the session, which must read COPY to
 * its end: the first failure is kept, and what comes after it is dropped.
 */
abstract class RowOutput extends OutputStream {
  /** Takes a row; its bytes are valid during the call. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(UnloadedRow row) throws IOException;
  }

  private byte[] pending = new byte[64 << 10];
  private int end;
  private IOException failure;

  /**
   * Takes the whole rows between the two offsets.
   *
   * @return the offset of the first byte that was not taken
   */
  abstract int consume(byte[] bytes, int from, int to) throws IOException;

  @Override
  public final void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes, int from, int length) {
    if (failure != null) {
      return;
    }
    if (end + length > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pending.length * 2, end + length));
    }
    System.arraycopy(bytes, from, pending, end, length);
    end += length;
    try {
      int taken = consume(pending, 0, end);
      System.arraycopy(pending, taken, pending, 0, end - taken);
      end -= taken;
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Throws what was kept from the session. */
  final void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
