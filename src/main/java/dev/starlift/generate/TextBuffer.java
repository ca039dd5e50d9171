package dev.starlift.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** Text as bytes, written without a String per value. Not thread-safe. */
final class TextBuffer {
  /** No single value below is longer. */
  private static final int MAX_NUMBER_BYTES = 32;

  private byte[] bytes = new byte[1 << 16];
  private int size;

  int size() {
    return size;
  }

  /** The text since a position that {@link #size} gave. */
  String textFrom(int start) {
    return new String(bytes, start, size - start, StandardCharsets.UTF_8);
  }

  void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  TextBuffer ascii(char character) {
    reserve(1);
    bytes[size++] = (byte) character;
    return this;
  }

  TextBuffer ascii(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
    return this;
  }

  TextBuffer utf8(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  TextBuffer encoded(byte[] text) {
    reserve(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
    return this;
  }

  TextBuffer bool(boolean value) {
    return ascii(value ? "true" : "false");
  }

  /** A number that is not negative, without leading zeros. */
  TextBuffer number(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return number(value, digits);
  }

  /** The last {@code digits} digits of a number that is not negative. */
  TextBuffer number(long value, int digits) {
    reserve(MAX_NUMBER_BYTES);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /** An amount with two decimals, such as 35.00. */
  TextBuffer cents(long cents) {
    return number(cents / 100).ascii('.').number(cents % 100, 2);
  }

  /** Such as 2024-06-30. */
  TextBuffer date(long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    return number(date.getYear(), 4)
        .ascii('-')
        .number(date.getMonthValue(), 2)
        .ascii('-')
        .number(date.getDayOfMonth(), 2);
  }

  /** Such as 06:00:00. */
  TextBuffer time(int secondOfDay) {
    return number(secondOfDay / 3600, 2)
        .ascii(':')
        .number(secondOfDay / 60 % 60, 2)
        .ascii(':')
        .number(secondOfDay % 60, 2);
  }

  /** Such as 2024-06-30 06:00:00; seconds past the day, or before it, lead to another day. */
  TextBuffer timestamp(long epochDay, int second) {
    long day = epochDay + Math.floorDiv(second, 86_400);
    return date(day).ascii(' ').time(Math.floorMod(second, 86_400));
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
