package dev.starlift.sandbox.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes messages from a stream. Used by one thread at a time. */
final class MessageReader {
  /** PostgreSQL's own limit of one message. */
  private static final int MAX_LENGTH = 1 << 30;

  private static final int BUFFER_SIZE = 1 << 15;

  /** What a start-up message may have before anybody has given a password. */
  private static final int MAX_STARTUP_LENGTH = 10_000;

  private final DataInputStream in;

  MessageReader(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_SIZE));
  }

  /**
   * @throws EOFException at the end of the stream
   */
  Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    return new Message(type, body(MAX_LENGTH));
  }

  /** The first message of a connection, which has no type. */
  Message readStartup() throws IOException {
    return new Message((char) 0, body(MAX_STARTUP_LENGTH));
  }

  /** Can something be read without waiting for it to begin? */
  boolean hasBytes() throws IOException {
    return in.available() > 0;
  }

  private byte[] body(int maxLength) throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES || length > maxLength) {
      throw new ProtocolException("a message of " + length + " bytes");
    }
    // Read in the stream's own steps: a length that is only claimed reserves no memory.
    byte[] body = in.readNBytes(length - Integer.BYTES);
    if (body.length != length - Integer.BYTES) {
      throw new EOFException("The stream ended inside a message.");
    }
    return body;
  }
}
