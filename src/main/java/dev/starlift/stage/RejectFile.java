package dev.starlift.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rejected rows as JSON lines: {@code source}, {@code file}, {@code line}, {@code table} (empty
 * when the source rejected the row), {@code reasons} and {@code raw}, the record or null.
 */
final class RejectFile implements StoredFile {
  private static final int REASON_FIELDS = 3;

  private final StoredStream stored;
  private final JsonGenerator json;
  private final String source;

  RejectFile(String uri, Configuration conf, String source) throws IOException {
    this.source = source;
    stored = new StoredStream(uri, conf);
    json = new JsonFactory().createGenerator(new BufferedOutputStream(stored.open()));
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /**
   * @param raw null when it is not at hand
   */
  void write(UTF8String file, long line, String table, ArrayData reasons, UTF8String raw)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("source", source);
    json.writeStringField("file", file.toString());
    json.writeNumberField("line", line);
    json.writeStringField("table", table);
    json.writeArrayFieldStart("reasons");
    for (int i = 0; i < reasons.numElements(); i++) {
      InternalRow reason = reasons.getStruct(i, REASON_FIELDS);
      json.writeStartObject();
      json.writeStringField("column", text(reason, 0));
      json.writeStringField("code", text(reason, 1));
      json.writeStringField("message", text(reason, 2));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("raw", raw == null ? null : raw.toString());
    json.writeEndObject();
  }

  private static String text(InternalRow reason, int field) {
    return reason.isNullAt(field) ? null : reason.getUTF8String(field).toString();
  }

  @Override
  public void finish() throws IOException {
    json.writeRaw('\n');
    json.close();
  }

  @Override
  public void discard() {
    stored.discard();
  }
}
