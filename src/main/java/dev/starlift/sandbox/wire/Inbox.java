package dev.starlift.sandbox.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * What a client has sent and nobody has answered yet. Read by a thread of its own, so that a client
 * that dies is noticed while PostgreSQL still works for it.
 */
final class Inbox implements AutoCloseable {
  /**
   * A client may send far ahead of the answers. Up to here it is read all the same; beyond, its
   * death is noticed when the statement at work ends.
   */
  private static final int ROOM = 32 << 20;

  /** What an empty message takes. */
  private static final int OVERHEAD = 64;

  private static final Message END = Message.empty((char) 0);

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(ROOM);
  private final Thread reader;
  private volatile String violation = "";

  /**
   * @param onDeath run when the stream ends although the client has not said goodbye
   */
  Inbox(MessageReader in, String name, OnDeath onDeath) {
    this.reader = new Thread(() -> read(in, onDeath), name);
    this.reader.setDaemon(true);
    this.reader.start();
  }

  @FunctionalInterface
  interface OnDeath {
    void run() throws IOException;
  }

  /**
   * The next message, waiting for it if need be.
   *
   * @throws ProtocolException if what comes next is no message
   * @throws EOFException if the client is gone
   */
  Message take() throws IOException {
    try {
      Message message = messages.take();
      if (message != END) {
        room.release(size(message));
        return message;
      }
      if (!violation.isEmpty()) {
        throw new ProtocolException(violation);
      }
      throw new EOFException("The client is gone.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The gateway is closing.", e);
    }
  }

  private static int size(Message message) {
    return Math.min(message.body().length + OVERHEAD, ROOM);
  }

  private void read(MessageReader in, OnDeath onDeath) {
    try {
      Message message;
      do {
        message = in.read();
        room.acquire(size(message));
        messages.add(message);
      } while (message.type() != Message.TERMINATE);
    } catch (ProtocolException e) {
      violation = e.what();
    } catch (IOException | OutOfMemoryError gone) {
      cut(onDeath);
    } catch (InterruptedException closing) {
      // The worker is ending by itself and waits for nothing any more.
    } finally {
      messages.add(END);
    }
  }

  private static void cut(OnDeath onDeath) {
    try {
      onDeath.run();
    } catch (IOException alreadyCut) {
      // There is nothing left to cut.
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
