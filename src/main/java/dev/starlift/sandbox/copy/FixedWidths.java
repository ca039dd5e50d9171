package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;
import java.util.ArrayList;
import java.util.List;

/** The text behind FIXEDWIDTH: {@code 'label:width,label:width'}. A label means nothing. */
final class FixedWidths {
  private static final int MAX_WIDTH = 65_535;

  private FixedWidths() {}

  static List<Integer> of(Token string) throws SqlError {
    List<Integer> widths = new ArrayList<>();
    for (String column : string.value().split(",", -1)) {
      int colon = column.lastIndexOf(':');
      try {
        int width = Integer.parseInt(column.substring(colon + 1).strip());
        if (colon >= 0 && width >= 1 && width <= MAX_WIDTH) {
          widths.add(width);
          continue;
        }
      } catch (NumberFormatException e) {
        // Refused below, with the form that is expected.
      }
      throw StatementOptions.error(
          TokenCursor.BAD_VALUE,
          string,
          "FIXEDWIDTH '%s' is not of the form 'label:width,label:width'".formatted(string.value()));
    }
    return widths;
  }
}
