package dev.starlift.sandbox.dialect;

/** Between Java's offsets and the protocol's positions, which count characters from 1. */
public final class Positions {
  private Positions() {}

  public static int ofOffset(String text, int offset) {
    return text.codePointCount(0, Math.min(offset, text.length())) + 1;
  }

  /** The offset of a position; the text's end if it lies behind it. */
  public static int toOffset(String text, int position) {
    int characters = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.min(Math.max(position - 1, 0), characters));
  }
}
