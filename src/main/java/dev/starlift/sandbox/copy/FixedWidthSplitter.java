package dev.starlift.sandbox.copy;

import java.io.IOException;
import java.util.List;

/** Fields of a fixed number of characters; a line may be one field short only where it ends. */
final class FixedWidthSplitter implements RecordSplitter {
  private final TextInput in;
  private final TextRecord record;
  private final List<Integer> widths;

  FixedWidthSplitter(TextInput in, TextRecord record, TextOptions options) {
    this.in = in;
    this.record = record;
    this.widths = options.widths();
  }

  @Override
  public void split(int first) throws IOException, FieldError {
    int b = first;
    for (int width : widths) {
      if (isEnd(b)) {
        break;
      }
      record.beginField();
      int characters = 0;
      while (!isEnd(b) && (characters < width || isContinuation(b))) {
        if (!isContinuation(b)) {
          characters++;
        }
        record.keep(b);
        b = in.read();
      }
      if (isEnd(b)) {
        record.endLine();
      } else {
        record.endField();
      }
    }
    if (b == '\r') {
      b = in.read();
    }
    if (!isEnd(b)) {
      throw new FieldError(
          FieldError.EXTRA_COLUMNS, "Input line is longer than the fixed widths tell");
    }
    if (record.fields() == 0) {
      record.beginField();
      record.endField();
    }
    in.countLine();
  }

  private static boolean isEnd(int b) {
    return b == TextInput.END || b == '\n';
  }

  private static boolean isContinuation(int b) {
    return (b & 0xc0) == 0x80;
  }
}
