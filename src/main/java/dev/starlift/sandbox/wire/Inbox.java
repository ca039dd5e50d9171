package dev.starlift.sandbox.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What a client has sent and nobody has answered yet. Read by a thread of its own, so that a client
 * that dies is noticed while PostgreSQL still works for it.
 */
final class Inbox implements AutoCloseable {
  private static final int CAPACITY = 64;
  private static final Message END = Message.empty((char) 0);

  private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread reader;

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
   * @throws EOFException if the client is gone
   */
  Message take() throws IOException {
    try {
      Message message = messages.take();
      if (message == END) {
        throw new EOFException("The client is gone.");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The gateway is closing.", e);
    }
  }

  private void read(MessageReader in, OnDeath onDeath) {
    try {
      try {
        Message message;
        do {
          message = in.read();
          messages.put(message);
        } while (message.type() != Message.TERMINATE);
      } catch (IOException gone) {
        onDeath.run();
      }
      messages.put(END);
    } catch (IOException | InterruptedException closing) {
      // The worker is ending by itself: it closed the socket and waits for nothing any more.
      messages.offer(END);
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
