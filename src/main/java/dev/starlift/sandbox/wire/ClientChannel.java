package dev.starlift.sandbox.wire;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** The messages of one client, in the clear until it asks for TLS. */
final class ClientChannel {
  private final Socket socket;
  private MessageReader in;
  private MessageWriter out;

  ClientChannel(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new MessageReader(socket.getInputStream(), MessageReader.CLIENT_LENGTH);
    this.out = new MessageWriter(socket.getOutputStream());
  }

  MessageReader in() {
    return in;
  }

  MessageWriter out() {
    return out;
  }

  /**
   * Agrees to TLS and goes on with it.
   *
   * @throws ProtocolException if the client has sent something behind its request: an attacker's
   *     words must not be taken for what the client says under TLS
   */
  void startTls(ServerCertificate certificate) throws IOException {
    // Looked for before the answer: a quick client's first words of TLS follow right behind it.
    if (in.hasBytes()) {
      throw new ProtocolException("a message before TLS was agreed on");
    }
    out.writeAnswer('S');
    SSLSocket secured =
        (SSLSocket)
            certificate
                .context()
                .getSocketFactory()
                .createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    in = new MessageReader(secured.getInputStream(), MessageReader.CLIENT_LENGTH);
    out = new MessageWriter(secured.getOutputStream());
  }
}
