package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.input.ReaderInputStream;

/** The encoding of a text file, which COPY turns into UTF-8. */
enum Encoding {
  UTF8(StandardCharsets.UTF_8),
  UTF16(StandardCharsets.UTF_16),
  UTF16LE(StandardCharsets.UTF_16LE),
  UTF16BE(StandardCharsets.UTF_16BE),
  ISO88591(StandardCharsets.ISO_8859_1);

  private static final int MARK_BYTES = 2;
  private static final char MARK = '\ufeff';

  private final Charset charset;

  Encoding(Charset charset) {
    this.charset = charset;
  }

  /**
   * The text as UTF-8, without a byte order mark. UTF-8 itself is passed on unchecked: its errors
   * are those of single values.
   *
   * @throws FieldError if the file begins as one of another encoding
   */
  InputStream utf8(InputStream in) throws IOException, FieldError {
    if (this == UTF8) {
      return in;
    }
    PushbackInputStream whole = new PushbackInputStream(in, MARK_BYTES);
    byte[] start = whole.readNBytes(MARK_BYTES);
    Charset mark = marked(start);
    if (this == ISO88591 || mark == null) {
      whole.unread(start);
    }
    if (this == UTF16 && mark == null && start.length > 0) {
      throw new FieldError(
          FieldError.WRONG_ENCODING, "UTF16 needs a byte order mark at the beginning of the file");
    }
    if (this != UTF16 && this != ISO88591 && mark != null && !mark.equals(charset)) {
      throw new FieldError(
          FieldError.WRONG_ENCODING, "The file is " + mark.name() + " and not " + charset.name());
    }
    Charset from = this == UTF16 && mark != null ? mark : charset;
    return ReaderInputStream.builder()
        .setReader(
            new InputStreamReader(
                whole,
                from.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)))
        .setCharset(StandardCharsets.UTF_8)
        .get();
  }

  private static Charset marked(byte[] start) {
    if (start.length < MARK_BYTES) {
      return null;
    }
    int first = start[0] & 0xff;
    int second = start[1] & 0xff;
    if (first == (MARK & 0xff) && second == MARK >> Byte.SIZE) {
      return StandardCharsets.UTF_16LE;
    }
    return first == MARK >> Byte.SIZE && second == (MARK & 0xff) ? StandardCharsets.UTF_16BE : null;
  }
}
