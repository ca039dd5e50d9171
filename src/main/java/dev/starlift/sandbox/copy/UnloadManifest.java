package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.copy.UnloadStatement.Manifest;
import java.util.List;
import java.util.Locale;

/** The manifest of an UNLOAD, which COPY can read again. */
final class UnloadManifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private UnloadManifest() {}

  static byte[] json(List<UnloadedFile> files, List<UnloadColumn> columns, Manifest kind) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode entries = root.putArray("entries");
    for (UnloadedFile file : files) {
      ObjectNode entry = entries.addObject();
      entry.put("url", file.location().toString());
      ObjectNode meta = entry.putObject("meta");
      meta.put("content_length", file.bytes());
      if (kind == Manifest.VERBOSE) {
        meta.put("record_count", file.lines());
      }
    }
    if (kind == Manifest.VERBOSE) {
      ArrayNode elements = root.putObject("schema").putArray("elements");
      columns.forEach(column -> describe(column, elements.addObject()));
      ObjectNode meta = root.putObject("meta");
      meta.put("content_length", files.stream().mapToLong(UnloadedFile::bytes).sum());
      meta.put("record_count", files.stream().mapToLong(UnloadedFile::lines).sum());
      root.putObject("author").put("name", "Amazon Redshift").put("version", "1.0.0");
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void describe(UnloadColumn column, ObjectNode element) {
    element.put("name", column.name());
    ObjectNode type = element.putObject("type");
    if (column.type() instanceof ColumnType.Decimal decimal) {
      type.put("base", "numeric");
      type.put("precision", decimal.precision());
      type.put("scale", decimal.scale());
    } else if (column.type() instanceof ColumnType.Varchar varchar) {
      type.put("base", "character varying");
      type.put("max_length", varchar.length());
    } else if (column.type() instanceof ColumnType.Char character) {
      type.put("base", "character");
      type.put("max_length", character.length());
    } else {
      type.put("base", column.type().ddl().toLowerCase(Locale.ROOT));
    }
  }
}
