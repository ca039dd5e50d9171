package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.dialect.SqlStates;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** One client, from its first byte to its last. */
final class ClientConnection implements Runnable {
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final NamespaceServices services;
  private final String name;

  ClientConnection(Socket socket, NamespaceServices services, String name) {
    this.socket = socket;
    this.services = services;
    this.name = name;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_TIMEOUT_MILLIS);
      ClientChannel client = new ClientChannel(socket);
      Optional<Backend> backend = handshake(client);
      if (backend.isPresent()) {
        socket.setSoTimeout(0);
        serve(client.in(), client.out(), backend.get());
      }
    } catch (IOException gone) {
      // The client or PostgreSQL closed the connection, or does not speak the protocol: there is
      // nobody left to tell.
    }
  }

  private Optional<Backend> handshake(ClientChannel client) throws IOException {
    try {
      return new Handshake(client, services).run();
    } catch (SqlError e) {
      sayLast(client.out(), e);
      return Optional.empty();
    } catch (ProtocolException e) {
      sayLast(client.out(), new SqlError("08P01", e.getMessage()));
      return Optional.empty();
    }
  }

  private static void sayLast(MessageWriter out, SqlError error) throws IOException {
    out.write(ErrorFields.of("FATAL", error).toMessage(Message.ERROR));
    out.flush();
  }

  private void serve(MessageReader in, MessageWriter out, Backend backend) throws IOException {
    try (backend;
        Inbox inbox = new Inbox(in, name + "-reader", backend::abandon)) {
      backend.sendAsidesTo(
          message -> {
            if (Handshake.isForClients(message)) {
              out.write(message);
            }
          });
      Session session = new Session(backend, out, services);
      try {
        session.ready();
        converse(inbox, session);
      } catch (ProtocolException e) {
        sayLast(out, new SqlError("08P01", e.getMessage()));
      } catch (RuntimeException e) {
        sayLast(out, new SqlError(SqlStates.INTERNAL_ERROR, "A bug in the sandbox: " + e));
        throw e;
      }
    }
  }

  private static void converse(Inbox inbox, Session session) throws IOException {
    ExtendedQuery extended = new ExtendedQuery(session);
    SimpleQuery simple = new SimpleQuery(session, extended);
    while (true) {
      Message message = inbox.take();
      switch (message.type()) {
        case Message.TERMINATE -> {
          return;
        }
        case Message.QUERY -> {
          if (!extended.isSkipping()) {
            extended.settleIfOpen();
            simple.run(message);
          }
        }
        case Message.PARSE,
            Message.BIND,
            Message.DESCRIBE,
            Message.EXECUTE,
            Message.CLOSE,
            Message.FLUSH,
            Message.SYNC ->
            extended.take(message);
        case Message.FUNCTION_CALL -> refuseFunctionCall(session, extended);
        // Stragglers of a COPY that has failed; the protocol says to ignore them.
        case Message.COPY_DATA, Message.COPY_DONE, Message.COPY_FAIL -> {}
        default -> throw new ProtocolException("a message of type '" + message.type() + "'");
      }
    }
  }

  private static void refuseFunctionCall(Session session, ExtendedQuery extended)
      throws IOException {
    if (!extended.isSkipping()) {
      extended.settleIfOpen();
      session.report(
          new SqlError(
              SqlStates.FEATURE_NOT_SUPPORTED, "Functions are called by SELECT, not directly."));
      session.backend().failTransaction();
      session.ready();
    }
  }
}
