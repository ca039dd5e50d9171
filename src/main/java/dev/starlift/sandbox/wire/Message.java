package dev.starlift.sandbox.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One message of the protocol. */
final class Message {
  static final char AUTHENTICATION = 'R';
  static final char BACKEND_KEY = 'K';
  static final char BIND = 'B';
  static final char BIND_COMPLETE = '2';
  static final char CLOSE = 'C';
  static final char CLOSE_COMPLETE = '3';
  static final char COMMAND_COMPLETE = 'C';
  static final char COPY_BOTH = 'W';
  static final char COPY_DATA = 'd';
  static final char COPY_DONE = 'c';
  static final char COPY_FAIL = 'f';
  static final char COPY_IN = 'G';
  static final char COPY_OUT = 'H';
  static final char DATA_ROW = 'D';
  static final char DESCRIBE = 'D';
  static final char EMPTY_QUERY = 'I';
  static final char ERROR = 'E';
  static final char EXECUTE = 'E';
  static final char FLUSH = 'H';
  static final char FUNCTION_CALL = 'F';
  static final char NO_DATA = 'n';
  static final char NOTICE = 'N';
  static final char NOTIFICATION = 'A';
  static final char PARAMETER_DESCRIPTION = 't';
  static final char PARAMETER_STATUS = 'S';
  static final char PARSE = 'P';
  static final char PARSE_COMPLETE = '1';
  static final char PASSWORD = 'p';
  static final char PORTAL_SUSPENDED = 's';
  static final char QUERY = 'Q';
  static final char READY = 'Z';
  static final char ROW_DESCRIPTION = 'T';
  static final char SYNC = 'S';
  static final char TERMINATE = 'X';

  private final char type;
  private final byte[] body;

  /**
   * @param type the letter; 0 for the untyped messages of the start-up
   * @param body without type and length; not to be changed any more
   */
  Message(char type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  char type() {
    return type;
  }

  byte[] body() {
    return body;
  }

  static Message empty(char type) {
    return new Message(type, new byte[0]);
  }

  static Message text(char type, String text) {
    return new Builder().text(text).build(type);
  }

  Fields fields() {
    return new Fields(body);
  }

  /** Builds a body field by field. */
  static final class Builder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Builder int16(int value) {
      bytes.write(value >> 8);
      bytes.write(value);
      return this;
    }

    Builder int32(int value) {
      int16(value >> 16);
      return int16(value);
    }

    Builder int8(int value) {
      bytes.write(value);
      return this;
    }

    Builder text(String value) {
      bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
      return this;
    }

    Builder raw(byte[] value, int from) {
      bytes.write(value, from, value.length - from);
      return this;
    }

    Message build(char type) {
      return new Message(type, bytes.toByteArray());
    }
  }
}
