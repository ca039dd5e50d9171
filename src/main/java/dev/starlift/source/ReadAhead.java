package dev.starlift.source;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/**
 * The parts of a task in their order, the small ones fetched before their turn, several at a time:
 * a small file is nearly all waiting for the store. Holds a few megabytes at most.
 */
final class ReadAhead implements Closeable {
  private static final int AT_A_TIME = 8;
  private static final int PARTS_AHEAD = 2 * AT_A_TIME;

  /** A larger file is worth reading as it comes. */
  private static final long SMALL_BYTES = 256 << 10;

  private final Configuration conf;
  private final Iterator<FilePart> parts;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private ExecutorService threads;

  private record Ahead(FilePart part, Optional<Future<byte[]>> content) {}

  /** A part and the bytes of its file, from the first one on. */
  record Opened(FilePart part, InputStream stored) {}

  ReadAhead(Iterator<FilePart> parts, Configuration conf) {
    this.parts = parts;
    this.conf = conf;
  }

  boolean hasNext() {
    return !ahead.isEmpty() || parts.hasNext();
  }

  Opened next() throws IOException {
    while (ahead.size() < PARTS_AHEAD && parts.hasNext()) {
      fetch(parts.next());
    }
    Ahead next = ahead.remove();
    FrozenFile file = next.part().file();
    return new Opened(
        next.part(),
        next.content().isPresent()
            ? new ByteArrayInputStream(content(file, next.content().get()))
            : file.open(conf));
  }

  private void fetch(FilePart part) {
    FrozenFile file = part.file();
    boolean only = ahead.isEmpty() && !parts.hasNext();
    if (only || !part.isWhole() || file.bytes() > SMALL_BYTES) {
      ahead.add(new Ahead(part, Optional.empty()));
      return;
    }
    if (threads == null) {
      threads =
          Executors.newFixedThreadPool(
              AT_A_TIME,
              task -> {
                Thread thread = new Thread(task, "starlift-read-ahead");
                thread.setDaemon(true);
                return thread;
              });
    }
    ahead.add(new Ahead(part, Optional.of(threads.submit(() -> read(file)))));
  }

  private byte[] read(FrozenFile file) throws IOException {
    try (InputStream stored = file.open(conf)) {
      // One more than there should be, so that a file that has grown is noticed.
      return stored.readNBytes((int) file.bytes() + 1);
    } catch (IOException e) {
      throw file.explain(e);
    }
  }

  private static byte[] content(FrozenFile file, Future<byte[]> fetched) throws IOException {
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("Reading " + file.uri() + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("Stopped at " + file.uri());
      stopped.initCause(e);
      throw stopped;
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
