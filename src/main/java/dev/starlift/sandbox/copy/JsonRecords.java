package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a file into its objects and arrays on the first level, with whatever white space is between
 * them. No more than one is in memory.
 */
final class JsonRecords {
  private final TextInput in;
  private byte[] bytes = new byte[4096];
  private int length;
  private long line;

  JsonRecords(InputStream in) {
    this.in = new TextInput(in);
  }

  /**
   * Reads the next object or array.
   *
   * @return false at the end of the file
   * @throws FieldError if something else is there; the reader is then behind its line
   */
  boolean next() throws IOException, FieldError {
    length = 0;
    int b = in.read();
    while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      if (b == '\n') {
        in.countLine();
      }
      b = in.read();
    }
    line = in.line();
    if (b == TextInput.END) {
      return false;
    }
    if (b != '{' && b != '[') {
      readLine(b);
      throw new FieldError(FieldError.INVALID_LINE, "Invalid value: expected an object or array");
    }
    readStructure(b);
    return true;
  }

  /** The bytes of the record; {@link #length()} of them count. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** The line on which the record begins, from 1. */
  long line() {
    return line;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void readStructure(int first) throws IOException, FieldError {
    int depth = 0;
    int b = first;
    while (b != TextInput.END) {
      keep(b);
      switch (b) {
        case '"' -> readString();
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '\n' -> in.countLine();
        default -> {
          // Any other character is the parser's business.
        }
      }
      if (depth == 0) {
        return;
      }
      b = in.read();
    }
    throw new FieldError(FieldError.INVALID_LINE, "Invalid JSON: the file ends within a record");
  }

  private void readString() throws IOException, FieldError {
    int b = in.read();
    while (b != TextInput.END && b != '"') {
      keep(b);
      if (b == '\\') {
        b = in.read();
        if (b == TextInput.END) {
          return;
        }
        keep(b);
      }
      if (b == '\n') {
        in.countLine();
      }
      b = in.read();
    }
    if (b == '"') {
      keep(b);
    }
  }

  private void readLine(int first) throws IOException, FieldError {
    int b = first;
    while (b != TextInput.END && b != '\n') {
      keep(b);
      b = in.read();
    }
    in.countLine();
  }

  private void keep(int b) throws IOException, FieldError {
    if (length == bytes.length) {
      if (length >= TextRecord.MAX_BYTES) {
        skipLine();
        throw new FieldError(
            FieldError.INVALID_LINE, "JSON object size exceeds the max size of 4 MB");
      }
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) b;
  }

  private void skipLine() throws IOException {
    int b = in.last();
    while (b != TextInput.END && b != '\n') {
      b = in.read();
    }
    in.countLine();
  }
}
