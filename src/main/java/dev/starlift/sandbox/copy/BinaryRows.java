package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows in PostgreSQL's binary COPY format. A row that turns out to be bad can be taken back as long
 * as it has not ended.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>
 */
final class BinaryRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int FLUSH_BYTES = 256 << 10;
  private static final int NUMERIC_NEGATIVE = 0x4000;
  private static final int NUMERIC_BASE = 10_000;
  private static final int NUMERIC_BASE_DIGITS = 4;

  /** Three more decimal digits still fit a long. */
  private static final int SMALL_DECIMAL_BITS = 50;

  private static final int[] POWERS = {1, 10, 100, 1000};
  private static final long EPOCH_2000_SECONDS = 946_684_800L;
  private static final int EPOCH_2000_DAYS = 10_957;
  private static final long MICROS = 1_000_000L;

  private final OutputStream out;
  private final int columns;
  private final short[] digits = new short[32];
  private byte[] buffer = new byte[FLUSH_BYTES + (64 << 10)];
  private int at;
  private int rowStart;
  private long rows;

  BinaryRows(OutputStream out, int columns) {
    this.out = out;
    this.columns = columns;
    put(SIGNATURE, 0, SIGNATURE.length);
  }

  void startRow() {
    rowStart = at;
    putShort(columns);
  }

  /** Takes back what was written since {@link #startRow()}. */
  void dropRow() {
    at = rowStart;
  }

  void endRow() throws IOException {
    rows++;
    if (at >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Ends the data; the stream stays open. */
  void finish() throws IOException {
    putShort(-1);
    flush();
  }

  long rows() {
    return rows;
  }

  void writeNull() {
    putInt(-1);
  }

  void writeShort(int value) {
    putInt(2);
    putShort(value);
  }

  void writeInt(int value) {
    putInt(4);
    putInt(value);
  }

  void writeLong(long value) {
    putInt(8);
    putLong(value);
  }

  void writeFloat(float value) {
    writeInt(Float.floatToIntBits(value));
  }

  void writeDouble(double value) {
    writeLong(Double.doubleToLongBits(value));
  }

  void writeBoolean(boolean value) {
    putInt(1);
    require(1);
    buffer[at++] = (byte) (value ? 1 : 0);
  }

  /** Text, or the bytes of bytea. */
  void writeBytes(byte[] bytes, int from, int length) {
    putInt(length);
    put(bytes, from, length);
  }

  /** jsonb carries a version in front; json and text do not. */
  void writeJson(String json, String storage) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (storage.equals("jsonb")) {
      putInt(bytes.length + 1);
      require(1);
      buffer[at++] = 1;
      put(bytes, 0, bytes.length);
    } else {
      writeBytes(bytes, 0, bytes.length);
    }
  }

  void writeDate(long epochDay) {
    writeInt(Math.toIntExact(epochDay - EPOCH_2000_DAYS));
  }

  void writeTimestamp(long epochMicros) {
    writeLong(epochMicros - EPOCH_2000_SECONDS * MICROS);
  }

  void writeTime(long microsOfDay) {
    writeLong(microsOfDay);
  }

  void writeTimeWithZone(long microsOfDay, int secondsEastOfUtc) {
    putInt(12);
    putLong(microsOfDay);
    putInt(-secondsEastOfUtc);
  }

  void writeDecimal(BigInteger unscaled, int scale) {
    if (unscaled.bitLength() < SMALL_DECIMAL_BITS) {
      writeSmallDecimal(unscaled.longValue(), scale);
    } else {
      writeLargeDecimal(unscaled, scale);
    }
  }

  void writeDecimal(long unscaled, int scale) {
    if (Math.abs(unscaled) >>> SMALL_DECIMAL_BITS == 0) {
      writeSmallDecimal(unscaled, scale);
    } else {
      writeLargeDecimal(BigInteger.valueOf(unscaled), scale);
    }
  }

  private void writeSmallDecimal(long unscaled, int scale) {
    long rest = Math.abs(unscaled) * POWERS[padding(scale)];
    int count = 0;
    while (rest != 0) {
      digits[count++] = (short) (rest % NUMERIC_BASE);
      rest /= NUMERIC_BASE;
    }
    writeDigits(count, unscaled < 0, scale);
  }

  private void writeLargeDecimal(BigInteger unscaled, int scale) {
    BigInteger rest = unscaled.abs().multiply(BigInteger.valueOf(POWERS[padding(scale)]));
    BigInteger base = BigInteger.valueOf(NUMERIC_BASE);
    int count = 0;
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      digits[count++] = parts[1].shortValue();
      rest = parts[0];
    }
    writeDigits(count, unscaled.signum() < 0, scale);
  }

  /** How many zeros make the fraction a whole number of base-10000 digits. */
  private static int padding(int scale) {
    return (NUMERIC_BASE_DIGITS - scale % NUMERIC_BASE_DIGITS) % NUMERIC_BASE_DIGITS;
  }

  /** The digits are there, the last one first. */
  private void writeDigits(int count, boolean negative, int scale) {
    int fraction = (scale + NUMERIC_BASE_DIGITS - 1) / NUMERIC_BASE_DIGITS;
    putInt(8 + 2 * count);
    putShort(count);
    putShort(count - fraction - 1);
    putShort(negative ? NUMERIC_NEGATIVE : 0);
    putShort(scale);
    for (int i = count - 1; i >= 0; i--) {
      putShort(digits[i]);
    }
  }

  private void flush() throws IOException {
    try {
      out.write(buffer, 0, at);
    } catch (IOException e) {
      throw new SessionLostException(e);
    }
    at = 0;
    rowStart = 0;
  }

  private void put(byte[] bytes, int from, int length) {
    require(length);
    System.arraycopy(bytes, from, buffer, at, length);
    at += length;
  }

  private void putShort(int value) {
    require(2);
    buffer[at++] = (byte) (value >> 8);
    buffer[at++] = (byte) value;
  }

  private void putInt(int value) {
    require(4);
    buffer[at++] = (byte) (value >> 24);
    buffer[at++] = (byte) (value >> 16);
    buffer[at++] = (byte) (value >> 8);
    buffer[at++] = (byte) value;
  }

  private void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  private void require(int more) {
    if (at + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + more));
    }
  }
}
