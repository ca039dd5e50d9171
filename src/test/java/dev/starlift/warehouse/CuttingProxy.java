package dev.starlift.warehouse;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server that speak the PostgreSQL protocol and cuts a connection at
 * a statement. It knows where messages begin and nothing else of them.
 */
public final class CuttingProxy implements AutoCloseable {
  /** Where the connection is cut. */
  public enum Place {
    /** The server never sees the statement. */
    BEFORE,
    /** The server sees it, and its client going away. */
    SENT,
    /** The server has executed it; the client never hears of that. */
    EXECUTED
  }

  private static final char PARSE = 'P';
  private static final char SYNC = 'S';

  private final ServerSocket listener;
  private final int target;
  private final String statement;
  private final Place place;
  private final AtomicInteger cutsLeft;
  private final boolean refuseAfterwards;

  private CuttingProxy(
      ServerSocket listener,
      int target,
      String statement,
      Place place,
      int cuts,
      boolean refuseAfterwards) {
    this.listener = listener;
    this.target = target;
    this.statement = statement;
    this.place = place;
    this.cutsLeft = new AtomicInteger(cuts);
    this.refuseAfterwards = refuseAfterwards;
  }

  /** Cuts the first connections that send a statement with this text. */
  public static CuttingProxy cutting(int target, String statement, Place place, int cuts)
      throws IOException {
    return start(target, statement, place, cuts, false);
  }

  /** Lets nobody in any more once it has cut. */
  static CuttingProxy cuttingForGood(int target, String statement, Place place) throws IOException {
    return start(target, statement, place, 1, true);
  }

  private static CuttingProxy start(
      int target, String statement, Place place, int cuts, boolean refuseAfterwards)
      throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    CuttingProxy proxy =
        new CuttingProxy(listener, target, statement, place, cuts, refuseAfterwards);
    daemon(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  int cutsLeft() {
    return cutsLeft.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuseAfterwards && cutsLeft.get() <= 0) {
          client.close();
          continue;
        }
        Connection connection =
            new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
        daemon(connection::requests);
        daemon(connection::answers);
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean holdAnswers;

    Connection(Socket client, Socket server) throws IOException {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      this.client = client;
      this.server = server;
    }

    void requests() {
      try (client;
          server) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
        forwardStartup(in, out);
        boolean cutAtSync = false;
        while (true) {
          int type = in.read();
          if (type < 0) {
            return;
          }
          byte[] body = new byte[in.readInt() - 4];
          in.readFully(body);
          if (type == PARSE && isStatement(body) && cutsLeft.getAndDecrement() > 0) {
            if (place == Place.BEFORE) {
              return;
            }
            holdAnswers = true;
            cutAtSync = true;
          }
          out.write(type);
          out.writeInt(body.length + 4);
          out.write(body);
          out.flush();
          if (cutAtSync && type == SYNC) {
            if (place == Place.EXECUTED) {
              awaitReadyForQuery();
            }
            return;
          }
        }
      } catch (IOException e) {
        // One end has gone; closing the other is all there is to do.
      }
    }

    private void forwardStartup(DataInputStream in, DataOutputStream out) throws IOException {
      int length = in.readInt();
      byte[] body = new byte[length - 4];
      in.readFully(body);
      out.writeInt(length);
      out.write(body);
      out.flush();
    }

    private boolean isStatement(byte[] body) {
      return new String(body, StandardCharsets.UTF_8).contains(statement);
    }

    private boolean answered;

    private synchronized void awaitReadyForQuery() {
      while (!answered) {
        try {
          wait();
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private synchronized void answered() {
      answered = true;
      notifyAll();
    }

    void answers() {
      byte[] buffer = new byte[8192];
      try (client;
          server) {
        InputStream in = server.getInputStream();
        while (true) {
          int length = in.read(buffer);
          if (length < 0) {
            return;
          }
          if (!holdAnswers) {
            client.getOutputStream().write(buffer, 0, length);
            client.getOutputStream().flush();
          } else if (length >= 6 && buffer[length - 6] == 'Z') {
            answered();
          }
        }
      } catch (IOException e) {
        // As above.
      } finally {
        answered();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
