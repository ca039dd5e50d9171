package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.session.SqlError;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an ErrorResponse or NoticeResponse, by their letters. */
final class ErrorFields {
  static final char SEVERITY = 'S';
  static final char SEVERITY_UNTRANSLATED = 'V';
  static final char STATE = 'C';
  static final char MESSAGE = 'M';
  static final char DETAIL = 'D';
  static final char HINT = 'H';
  static final char POSITION = 'P';
  static final char CONTEXT = 'W';
  static final char CONSTRAINT = 'n';
  static final char TABLE = 't';
  static final char COLUMN = 'c';
  static final char SCHEMA = 's';

  private final Map<Character, String> fields = new LinkedHashMap<>();

  static ErrorFields read(Message message) throws ProtocolException {
    ErrorFields read = new ErrorFields();
    Fields body = message.fields();
    for (int letter = body.int8(); letter != 0; letter = body.int8()) {
      read.fields.put((char) letter, body.text());
    }
    return read;
  }

  static ErrorFields of(String severity, SqlError error) {
    ErrorFields fields =
        new ErrorFields()
            .with(SEVERITY, severity)
            .with(SEVERITY_UNTRANSLATED, severity)
            .with(STATE, error.state())
            .with(MESSAGE, error.getMessage());
    if (!error.detail().isEmpty()) {
      fields.with(DETAIL, error.detail());
    }
    if (!error.hint().isEmpty()) {
      fields.with(HINT, error.hint());
    }
    if (error.position() > 0) {
      fields.with(POSITION, Integer.toString(error.position()));
    }
    return fields;
  }

  String get(char letter) {
    return fields.getOrDefault(letter, "");
  }

  ErrorFields with(char letter, String value) {
    fields.put(letter, value);
    return this;
  }

  ErrorFields without(char letter) {
    fields.remove(letter);
    return this;
  }

  SqlError toSqlError() {
    String position = get(POSITION);
    return new SqlError(
        get(STATE),
        get(MESSAGE),
        get(DETAIL),
        get(HINT),
        position.isEmpty() ? 0 : Integer.parseInt(position));
  }

  Message toMessage(char type) {
    Message.Builder body = new Message.Builder();
    fields.forEach((letter, value) -> body.int8(letter).text(value));
    return body.int8(0).build(type);
  }
}
