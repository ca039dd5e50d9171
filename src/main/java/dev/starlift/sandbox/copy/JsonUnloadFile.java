package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.starlift.sandbox.s3.S3Upload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A JSON file of an UNLOAD: an object on each line. */
final class JsonUnloadFile implements UnloadFile {
  private static final int BUFFER = 64 << 10;
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** How a value stands in the file. */
  private enum Form {
    /** As PostgreSQL writes it. */
    PLAIN,
    TEXT,
    /** A text without PostgreSQL's sign for bytes. */
    BYTES
  }

  private final S3Upload upload;
  private final OutputStream out;
  private final byte[][] names;
  private final Form[] forms;
  private long plainBytes;
  private long rows;

  JsonUnloadFile(S3Upload upload, Compression compression, List<CatalogColumn> columns)
      throws IOException {
    this.upload = upload;
    this.out = new BufferedOutputStream(compression.pack(upload), BUFFER);
    this.names = new byte[columns.size()][];
    this.forms = new Form[columns.size()];
    for (int i = 0; i < names.length; i++) {
      String name =
          new String(JsonStringEncoder.getInstance().quoteAsString(columns.get(i).name()));
      names[i] = ((i == 0 ? "{\"" : ",\"") + name + "\":").getBytes(StandardCharsets.UTF_8);
      forms[i] = form(columns.get(i));
    }
  }

  private static Form form(CatalogColumn column) {
    return switch (column.storage()) {
      case "int2", "int4", "int8", "numeric", "float4", "float8", "json", "jsonb" -> Form.PLAIN;
      case "bytea" -> Form.BYTES;
      default -> column.domain().equals("super") ? Form.PLAIN : Form.TEXT;
    };
  }

  @Override
  public void write(UnloadedRow row) throws IOException {
    for (int i = 0; i < names.length; i++) {
      put(names[i], 0, names[i].length);
      if (row.isNull(i)) {
        put(NULL, 0, NULL.length);
      } else {
        value(forms[i], row.bytes(), row.from(i), row.length(i));
      }
    }
    put('}');
    put('\n');
    rows++;
  }

  private void value(Form form, byte[] bytes, int from, int length) throws IOException {
    int skipped = form == Form.BYTES ? ByteaText.SIGN : 0;
    // NaN and the infinities are no numbers in JSON.
    boolean quoted = form != Form.PLAIN || isWord(bytes, from, length);
    if (!quoted) {
      put(bytes, from, length);
      return;
    }
    put('"');
    for (int i = from + skipped; i < from + length; i++) {
      character(bytes[i]);
    }
    put('"');
  }

  private static boolean isWord(byte[] bytes, int from, int length) {
    int at = length > 1 && bytes[from] == '-' ? from + 1 : from;
    return length > 0 && (bytes[at] == 'N' || bytes[at] == 'I');
  }

  private void character(byte b) throws IOException {
    switch (b) {
      case '"', '\\' -> escaped(b);
      case '\n' -> escaped('n');
      case '\r' -> escaped('r');
      case '\t' -> escaped('t');
      case '\b' -> escaped('b');
      case '\f' -> escaped('f');
      default -> {
        if (b >= 0 && b < ' ') {
          escaped('u');
          put('0');
          put('0');
          put(HEX[b >> 4]);
          put(HEX[b & 0xf]);
        } else {
          put(b);
        }
      }
    }
  }

  private void escaped(int b) throws IOException {
    put('\\');
    put(b);
  }

  @Override
  public long size() {
    return plainBytes;
  }

  @Override
  public UnloadedFile finish() throws IOException {
    out.close();
    return new UnloadedFile(upload.location(), upload.written(), rows, rows);
  }

  @Override
  public void abort() throws IOException {
    upload.abort();
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
