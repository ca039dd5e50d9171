package dev.starlift.sandbox.wire;

import java.io.IOException;

/** The peer does not speak the protocol; the connection cannot go on. */
final class ProtocolException extends IOException {
  private final String what;

  ProtocolException(String what) {
    super("Protocol violation: " + what);
    this.what = what;
  }

  /** What the peer sent. */
  String what() {
    return what;
  }
}
