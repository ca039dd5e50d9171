package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.session.BackendSession.RowSource;
import dev.starlift.sandbox.session.SqlError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The COPY sub-protocol between the gateway and PostgreSQL. */
final class BackendCopy {
  private static final int CHUNK_SIZE = 1 << 16;

  private final Backend backend;
  private final MessageWriter writer;

  BackendCopy(Backend backend, MessageWriter writer) {
    this.backend = backend;
    this.writer = writer;
  }

  long in(String copyFromStdin, RowSource source) throws SqlError, IOException {
    start(copyFromStdin, Message.COPY_IN);
    Chunks chunks = new Chunks();
    try (OutputStream buffered = new BufferedOutputStream(chunks, CHUNK_SIZE)) {
      source.writeTo(buffered);
    } catch (SqlError | IOException | RuntimeException e) {
      if (chunks.refused) {
        // PostgreSQL's reason is the better one: a row that it does not take, or a cancel request.
        return finish();
      }
      giveUp(e);
      throw e;
    }
    backend.sendAlone(Message.empty(Message.COPY_DONE));
    return finish();
  }

  long out(String copyToStdout, OutputStream sink) throws SqlError, IOException {
    start(copyToStdout, Message.COPY_OUT);
    IOException failure = null;
    Message message = backend.receive();
    for (; message.type() == Message.COPY_DATA; message = backend.receive()) {
      if (failure == null) {
        try {
          sink.write(message.body());
        } catch (IOException e) {
          // What PostgreSQL still sends must be read before the session can go on.
          failure = e;
        }
      }
    }
    long rows = finish(message);
    if (failure != null) {
      throw failure;
    }
    return rows;
  }

  private void start(String sql, char expected) throws SqlError, IOException {
    backend.sendAlone(Message.text(Message.QUERY, sql));
    Message message = backend.receive();
    if (message.type() != expected) {
      finish(message);
      throw new ProtocolException("a statement that is no COPY: " + sql);
    }
  }

  private void giveUp(Exception cause) throws IOException {
    backend.sendAlone(Message.text(Message.COPY_FAIL, String.valueOf(cause.getMessage())));
    try {
      finish();
    } catch (SqlError expected) {
      // PostgreSQL repeats the cause that we just gave it.
      cause.addSuppressed(expected);
    }
  }

  private long finish() throws SqlError, IOException {
    return finish(backend.receive());
  }

  private long finish(Message first) throws SqlError, IOException {
    long rows = 0;
    SqlError error = null;
    Message message = first;
    for (; message.type() != Message.READY; message = backend.receive()) {
      if (message.type() == Message.COMMAND_COMPLETE) {
        String tag = message.fields().text();
        rows = Long.parseLong(tag.substring(tag.lastIndexOf(' ') + 1));
      } else if (message.type() == Message.ERROR) {
        error = backend.error(message);
      }
    }
    if (error != null) {
      throw error;
    }
    return rows;
  }

  /**
   * Sends what is written to it as CopyData. Once PostgreSQL has answered there is no use in
   * reading on, so that the writer is stopped.
   */
  private final class Chunks extends OutputStream {
    private boolean refused;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      refused = refused || backend.hasAnswer();
      if (refused) {
        throw new IOException("PostgreSQL has refused the rows.");
      }
      writer.write(Message.COPY_DATA, bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }
  }
}
