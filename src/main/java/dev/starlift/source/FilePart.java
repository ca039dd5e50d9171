package dev.starlift.source;

import java.io.Serializable;

/**
 * The lines of a file that start in a stretch of its bytes; of a whole file, all of them.
 *
 * @param from 0 for the first part, where also the whole of a compressed file is read
 * @param to the file's length for the last part
 * @param line the number of the part's first line; 0 where nobody asks
 */
record FilePart(FrozenFile file, long from, long to, long line) implements Serializable {
  static FilePart whole(FrozenFile file) {
    return new FilePart(file, 0, file.bytes(), 1);
  }

  boolean isFirst() {
    return from == 0;
  }

  boolean isWhole() {
    return isFirst() && to == file.bytes();
  }

  FilePart startingAt(long number) {
    return new FilePart(file, from, to, number);
  }
}
