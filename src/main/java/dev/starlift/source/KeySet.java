package dev.starlift.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys of the objects that are open, innermost last. Most objects have few keys: those are
 * compared one by one, by hash first; an object of many gets a real set.
 */
final class KeySet {
  private static final int FEW = 48;

  private byte[][] sources = new byte[64][];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] hashes = new int[64];
  private int size;

  /** By depth: which object it is, and where its keys begin. */
  private final int[] objects = new int[JsonScanner.MAX_DEPTH + 2];

  private final int[] firsts = new int[JsonScanner.MAX_DEPTH + 2];
  private int depth;
  private int opened;

  private final Set<Key> many = new HashSet<>();

  private record Key(int object, String name) {}

  /** Begins a record: one object is open and has no keys. */
  void clear() {
    size = 0;
    depth = 0;
    opened = 0;
    firsts[0] = 0;
    objects[0] = 0;
    if (!many.isEmpty()) {
      many.clear();
    }
  }

  /** Opens an object in the innermost one. */
  void open() {
    depth++;
    objects[depth] = ++opened;
    firsts[depth] = size;
  }

  /** Closes the innermost object. */
  void close() {
    size = firsts[depth--];
  }

  /** Notes a key of the innermost object; false when it is there already. */
  boolean add(byte[] bytes, int from, int to) {
    int first = firsts[depth];
    if (size - first >= FEW) {
      if (size - first == FEW) {
        for (int i = first; i < size; i++) {
          many.add(key(sources[i], starts[i], ends[i]));
        }
      }
      append(bytes, from, to, 0);
      return many.add(key(bytes, from, to));
    }
    int hash = 1;
    for (int at = from; at < to; at++) {
      hash = 31 * hash + bytes[at];
    }
    for (int i = first; i < size; i++) {
      if (hashes[i] == hash && Arrays.equals(sources[i], starts[i], ends[i], bytes, from, to)) {
        return false;
      }
    }
    append(bytes, from, to, hash);
    return true;
  }

  private Key key(byte[] bytes, int from, int to) {
    return new Key(objects[depth], new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  private void append(byte[] bytes, int from, int to, int hash) {
    if (size == sources.length) {
      sources = Arrays.copyOf(sources, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    sources[size] = bytes;
    starts[size] = from;
    ends[size] = to;
    hashes[size++] = hash;
  }
}
