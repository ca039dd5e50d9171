package dev.starlift.sandbox.wire;

/**
 * What PostgreSQL answered to one message.
 *
 * @param last of its answers, as the client was sent it
 * @param rows how many came before it
 */
record Answers(Message last, long rows) {
  boolean isError() {
    return last.type() == Message.ERROR;
  }
}
