package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.copy.UnloadStatement.TextLayout;
import dev.starlift.sandbox.s3.S3Upload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A CSV or delimited file of an UNLOAD. */
final class TextUnloadFile implements UnloadFile {
  private static final int BUFFER = 64 << 10;
  private static final byte QUOTE = '"';

  private final S3Upload upload;
  private final OutputStream out;
  private final boolean csv;
  private final TextLayout layout;
  private final byte[] nullAs;
  private long plainBytes;
  private long rows;

  /**
   * @param names of the columns; written only if the layout has a header
   */
  TextUnloadFile(S3Upload upload, UnloadStatement unload, List<String> names) throws IOException {
    this.upload = upload;
    this.out = new BufferedOutputStream(unload.compression().pack(upload), BUFFER);
    this.csv = unload.format() == FileFormat.CSV;
    this.layout = unload.text();
    this.nullAs = layout.nullAs().getBytes(StandardCharsets.UTF_8);
    if (layout.header()) {
      for (int i = 0; i < names.size(); i++) {
        byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
        field(i, name, 0, name.length);
      }
      put('\n');
    }
  }

  @Override
  public void write(UnloadedRow row) throws IOException {
    for (int i = 0; i < row.fields(); i++) {
      if (row.isNull(i)) {
        if (i > 0) {
          put(layout.delimiter());
        }
        put(nullAs, 0, nullAs.length);
      } else {
        field(i, row.bytes(), row.from(i), row.length(i));
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
  public Written finish() throws IOException {
    out.close();
    return new Written(upload.location(), upload.written(), rows);
  }

  @Override
  public void abort() throws IOException {
    upload.abort();
  }

  private void field(int index, byte[] bytes, int from, int length) throws IOException {
    if (index > 0) {
      put(layout.delimiter());
    }
    if (csv) {
      csvField(bytes, from, length);
      return;
    }
    if (layout.addQuotes()) {
      put(QUOTE);
    }
    for (int i = from; i < from + length; i++) {
      if (layout.escape() && needsEscape(bytes[i])) {
        put('\\');
      }
      put(bytes[i]);
    }
    if (layout.addQuotes()) {
      put(QUOTE);
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
        || (b == QUOTE && layout.addQuotes());
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
