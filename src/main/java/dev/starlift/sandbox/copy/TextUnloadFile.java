package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.copy.UnloadStatement.TextLayout;
import dev.starlift.sandbox.s3.S3Upload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A CSV, delimited or fixed-width file of an UNLOAD. */
final class TextUnloadFile implements UnloadFile {
  private static final int BUFFER = 64 << 10;
  private static final byte QUOTE = '"';

  private final S3Upload upload;
  private final OutputStream out;
  private final FileFormat format;
  private final TextLayout layout;
  private final byte[] nullAs;
  private final boolean[] isText;
  private final int[] skipped;
  private long plainBytes;
  private long rows;

  /**
   * @param columns whose names are written if the layout has a header
   */
  TextUnloadFile(S3Upload upload, UnloadStatement unload, List<CatalogColumn> columns)
      throws IOException {
    this.upload = upload;
    this.out = new BufferedOutputStream(unload.compression().pack(upload), BUFFER);
    this.format = unload.format();
    this.layout = unload.text();
    this.nullAs = layout.nullAs().getBytes(StandardCharsets.UTF_8);
    this.isText = new boolean[columns.size()];
    this.skipped = new int[columns.size()];
    for (int i = 0; i < isText.length; i++) {
      isText[i] = columns.get(i).isText();
      skipped[i] = columns.get(i).storage().equals("bytea") ? ByteaText.SIGN : 0;
    }
    if (layout.header()) {
      for (int i = 0; i < columns.size(); i++) {
        byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
        field(i, name, 0, name.length, true);
      }
      put('\n');
    }
  }

  @Override
  public void write(UnloadedRow row) throws IOException {
    for (int i = 0; i < row.fields(); i++) {
      if (row.isNull(i)) {
        nothing(i);
      } else {
        field(i, row.bytes(), row.from(i) + skipped[i], row.length(i) - skipped[i], isText[i]);
      }
    }
    put('\n');
    rows++;
  }

  @Override
  public long size() {
    return plainBytes;
  }

  @Override
  public UnloadedFile finish() throws IOException {
    out.close();
    return new UnloadedFile(
        upload.location(), upload.written(), rows + (layout.header() ? 1 : 0), rows);
  }

  @Override
  public void abort() throws IOException {
    upload.abort();
  }

  private void nothing(int index) throws IOException {
    if (format == FileFormat.FIXEDWIDTH) {
      boolean tooLong = nullAs.length > layout.widths().get(index);
      if (tooLong && isText[index]) {
        throw new RefusedValueException("NULL AS is longer than field " + (index + 1) + " is wide");
      }
      fixed(index, nullAs, 0, tooLong ? 0 : nullAs.length);
      return;
    }
    delimit(index);
    put(nullAs, 0, nullAs.length);
  }

  private void field(int index, byte[] bytes, int from, int length, boolean text)
      throws IOException {
    switch (format) {
      case FIXEDWIDTH -> fixed(index, bytes, from, length);
      case CSV -> {
        delimit(index);
        csvField(bytes, from, length);
      }
      default -> {
        delimit(index);
        delimitedField(bytes, from, length, layout.escape() && text);
      }
    }
  }

  private void delimit(int index) throws IOException {
    if (index > 0) {
      put(layout.delimiter());
    }
  }

  private void delimitedField(byte[] bytes, int from, int length, boolean escape)
      throws IOException {
    if (layout.addQuotes()) {
      put(QUOTE);
    }
    if (escape) {
      for (int i = from; i < from + length; i++) {
        if (needsEscape(bytes[i])) {
          put('\\');
        }
        put(bytes[i]);
      }
    } else {
      put(bytes, from, length);
    }
    if (layout.addQuotes()) {
      put(QUOTE);
    }
  }

  private void fixed(int index, byte[] bytes, int from, int length) throws IOException {
    int width = layout.widths().get(index);
    int characters = Utf8.characters(bytes, from, from + length);
    if (characters > width) {
      throw new RefusedValueException(
          "A value of field %d has %d characters, but the field is %d wide"
              .formatted(index + 1, characters, width));
    }
    put(bytes, from, length);
    for (int i = characters; i < width; i++) {
      put(' ');
    }
  }

  private void csvField(byte[] bytes, int from, int length) throws IOException {
    if (!needsQuotes(bytes, from, length)) {
      put(bytes, from, length);
      return;
    }
    put(QUOTE);
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == QUOTE) {
        put(QUOTE);
      }
      put(bytes[i]);
    }
    put(QUOTE);
  }

  /** A text that looks like NULL is quoted too, or nobody could tell them apart. */
  private boolean needsQuotes(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if (b == layout.delimiter() || b == QUOTE || b == '\n' || b == '\r') {
        return true;
      }
    }
    return Arrays.equals(bytes, from, from + length, nullAs, 0, nullAs.length);
  }

  private boolean needsEscape(byte b) {
    return b == layout.delimiter()
        || b == '\\'
        || b == '\n'
        || b == '\r'
        || ((b == QUOTE || b == '\'') && layout.addQuotes());
  }

  private void put(int b) throws IOException {
    out.write(b);
    plainBytes++;
  }

  private void put(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    plainBytes += length;
  }
}
