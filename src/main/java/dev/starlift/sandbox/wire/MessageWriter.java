package dev.starlift.sandbox.wire;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Puts messages into a stream, buffered until {@link #flush}. Used by one thread at a time. */
final class MessageWriter {
  private static final int BUFFER_SIZE = 1 << 15;

  private final DataOutputStream out;

  MessageWriter(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER_SIZE));
  }

  void write(Message message) throws IOException {
    if (message.type() != 0) {
      out.writeByte(message.type());
    }
    out.writeInt(message.body().length + Integer.BYTES);
    out.write(message.body());
  }

  /** A message whose body is a part of an array. */
  void write(char type, byte[] bytes, int offset, int length) throws IOException {
    out.writeByte(type);
    out.writeInt(length + Integer.BYTES);
    out.write(bytes, offset, length);
  }

  /** One byte that is no message: the answer to a request for TLS. */
  void writeAnswer(char answer) throws IOException {
    out.writeByte(answer);
    out.flush();
  }

  void flush() throws IOException {
    out.flush();
  }
}
