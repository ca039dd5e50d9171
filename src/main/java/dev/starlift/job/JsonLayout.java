package dev.starlift.job;

/** Where the objects of a JSON file stand. */
public enum JsonLayout {
  /** Each on a line of its own; several in one line are read, too. */
  LINES,
  /** One array, the file's only value, holds them all. */
  ARRAY,
  /** One after the other, over as many lines as they like. */
  OBJECTS
}
