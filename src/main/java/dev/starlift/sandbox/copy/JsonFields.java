package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Picks the values of the columns out of one JSON record after another, in one pass over its
 * tokens. Numbers and nested values keep their characters.
 */
final class JsonFields {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonFieldTree tree;
  private final boolean[] asJson;
  private final byte[][] values;
  private byte[] record = {};

  /**
   * @param asJson for each path: is the value wanted as JSON, with the quotes of a text?
   */
  JsonFields(FieldPaths paths, boolean[] asJson) {
    this.tree = JsonFieldTree.of(paths);
    this.asJson = asJson.clone();
    this.values = new byte[paths.paths().size()][];
  }

  /**
   * Reads a record; {@link #value} then tells of it.
   *
   * @throws FieldError if it is not JSON
   */
  void read(byte[] bytes, int length) throws FieldError {
    Arrays.fill(values, null);
    record = bytes;
    read(tree, 0, length);
  }

  /** The value of a column in UTF-8, or null if it is null or not there. */
  byte[] value(int column) {
    return values[column];
  }

  private void read(JsonFieldTree node, int from, int length) throws FieldError {
    try (JsonParser parser = JSON.createParser(record, from, length)) {
      parser.nextToken();
      value(node, from, parser);
      if (parser.nextToken() != null) {
        throw new FieldError(FieldError.INVALID_LINE, "Invalid JSON: more than one value");
      }
    } catch (JsonProcessingException e) {
      throw new FieldError(FieldError.INVALID_LINE, "Invalid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be read.", e);
    }
  }

  private void value(JsonFieldTree node, int base, JsonParser parser)
      throws IOException, FieldError {
    JsonToken token = parser.currentToken();
    if (!node.columns().isEmpty()) {
      capture(node, base, token, parser);
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        child(node.named(parser.currentName()), base, parser);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        element(node.at(i), base, parser);
      }
    }
  }

  private void child(JsonFieldTree node, int base, JsonParser parser)
      throws IOException, FieldError {
    parser.nextToken();
    element(node, base, parser);
  }

  private void element(JsonFieldTree node, int base, JsonParser parser)
      throws IOException, FieldError {
    if (node == null) {
      parser.skipChildren();
    } else {
      value(node, base, parser);
    }
  }

  private void capture(JsonFieldTree node, int base, JsonToken token, JsonParser parser)
      throws IOException, FieldError {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    List<Integer> columns = node.columns();
    if (token == JsonToken.VALUE_NULL) {
      columns.forEach(column -> values[column] = null);
      return;
    }
    parser.skipChildren();
    boolean structure = token.isStructStart();
    byte[] plain = structure ? null : parser.getText().getBytes(StandardCharsets.UTF_8);
    for (int column : columns) {
      values[column] =
          plain == null || (asJson[column] && token == JsonToken.VALUE_STRING)
              ? compact(from, base + (int) end(parser, token))
              : plain;
    }
    if (structure && node.hasChildren()) {
      read(node.childrenOnly(), from, base + (int) end(parser, token) - from);
    }
  }

  /** The offset behind the current value, which for a text is only known when it has been read. */
  private static long end(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      parser.finishToken();
    }
    return parser.currentLocation().getByteOffset();
  }

  /** Without the white space between tokens. */
  private byte[] compact(int from, int to) {
    byte[] compact = new byte[to - from];
    int length = 0;
    boolean inString = false;
    for (int i = from; i < to; i++) {
      byte b = record[i];
      if (inString && b == '\\') {
        compact[length++] = b;
        b = record[++i];
      } else if (b == '"') {
        inString = !inString;
      } else if (!inString && (b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
        continue;
      }
      compact[length++] = b;
    }
    return Arrays.copyOf(compact, length);
  }
}
