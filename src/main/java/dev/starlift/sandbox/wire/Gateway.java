package dev.starlift.sandbox.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The port of one namespace, on the loopback address, with two threads per client. */
public final class Gateway implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final ServerSocket listener;
  private final NamespaceServices services;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final AtomicLong names = new AtomicLong();
  private final Thread acceptor;

  private Gateway(ServerSocket listener, NamespaceServices services) {
    this.listener = listener;
    this.services = services;
    this.acceptor = new Thread(this::accept, threadName("acceptor"));
    this.acceptor.setDaemon(true);
  }

  /**
   * @param port 0 for any free one
   * @throws IOException if the port is taken
   */
  public static Gateway open(int port, NamespaceServices services) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw new IOException(
          "Namespace %s cannot listen on port %d: %s"
              .formatted(services.namespace(), port, e.getMessage()),
          e);
    }
    Gateway gateway = new Gateway(listener, services);
    gateway.acceptor.start();
    return gateway;
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException closedOrOutOfFiles) {
        // If the port is closed the loop ends; otherwise the next client may have more luck.
      }
    }
  }

  private void serve(Socket client) throws IOException {
    clients.add(client);
    String name = threadName(Long.toString(names.incrementAndGet()));
    ClientConnection connection = new ClientConnection(client, services, name);
    Thread thread =
        new Thread(
            () -> {
              try {
                connection.run();
              } finally {
                clients.remove(client);
              }
            },
            name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noMoreThreads) {
      // This client is turned away; the others, and those to come, are served.
      clients.remove(client);
      client.close();
    }
  }

  private String threadName(String what) {
    return "sandbox-" + services.namespace() + "-" + what;
  }

  /** Stops listening and cuts every client off. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
