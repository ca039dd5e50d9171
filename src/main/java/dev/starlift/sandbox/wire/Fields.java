package dev.starlift.sandbox.wire;

import java.nio.charset.StandardCharsets;

/** Reads the fields of a message body in order. */
final class Fields {
  private final byte[] body;
  private int at;

  Fields(byte[] body) {
    this.body = body;
  }

  int int8() throws ProtocolException {
    require(1);
    return body[at++] & 0xff;
  }

  int int16() throws ProtocolException {
    return (int8() << 8) | int8();
  }

  int int32() throws ProtocolException {
    return (int16() << 16) | int16();
  }

  /** Text up to the next zero byte. */
  String text() throws ProtocolException {
    int end = at;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    if (end == body.length) {
      throw new ProtocolException("a text without its closing zero byte");
    }
    String value = new String(body, at, end - at, StandardCharsets.UTF_8);
    at = end + 1;
    return value;
  }

  /** {@code length} bytes as text. */
  String text(int length) throws ProtocolException {
    require(length);
    String value = new String(body, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  boolean isAtEnd() {
    return at >= body.length;
  }

  int position() {
    return at;
  }

  private void require(int bytes) throws ProtocolException {
    if (bytes < 0 || body.length - at < bytes) {
      throw new ProtocolException("a message that is shorter than its fields");
    }
  }
}
