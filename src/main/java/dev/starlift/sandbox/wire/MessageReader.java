package dev.starlift.sandbox.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes messages from a stream. Used by one thread at a time. */
final class MessageReader {
  /** PostgreSQL's own limit of one message. */
  static final int ANY_LENGTH = 1 << 30;

  /** A statement of Redshift's has at most 16 MB, and so has a value of SUPER. */
  static final int CLIENT_LENGTH = 1 << 26;

  private static final int BUFFER_SIZE = 1 << 15;

  /** What a start-up message may have before anybody has given a password. */
  private static final int MAX_STARTUP_LENGTH = 10_000;

  private final DataInputStream in;
  private final int maxLength;

  /**
   * @param maxLength of one message
   */
  MessageReader(InputStream in, int maxLength) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_SIZE));
    this.maxLength = maxLength;
  }

  /**
   * @throws EOFException at the end of the stream
   */
  Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    return new Message(type, body(maxLength));
  }

  /** The first message of a connection, which has no type. */
  Message readStartup() throws IOException {
    return new Message((char) 0, body(MAX_STARTUP_LENGTH));
  }

  /** Can something be read without waiting for it to begin? */
  boolean hasBytes() throws IOException {
    return in.available() > 0;
  }

  private byte[] body(int most) throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES || length > most) {
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
