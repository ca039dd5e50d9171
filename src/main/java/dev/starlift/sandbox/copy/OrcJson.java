package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.UnionColumnVector;
import org.apache.orc.TypeDescription;

/** Nested ORC values as JSON, for SUPER columns under SERIALIZETOJSON. */
final class OrcJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long MICROS = 1_000_000L;

  private OrcJson() {}

  static JsonNode value(TypeDescription type, ColumnVector values, int row) {
    int at = values.isRepeating ? 0 : row;
    if (!values.noNulls && values.isNull[at]) {
      return NODES.nullNode();
    }
    return switch (type.getCategory()) {
      case BOOLEAN -> NODES.booleanNode(((LongColumnVector) values).vector[at] != 0);
      case BYTE, SHORT, INT, LONG -> NODES.numberNode(((LongColumnVector) values).vector[at]);
      case DATE ->
          NODES.textNode(LocalDate.ofEpochDay(((LongColumnVector) values).vector[at]).toString());
      case FLOAT -> NODES.numberNode((float) ((DoubleColumnVector) values).vector[at]);
      case DOUBLE -> NODES.numberNode(((DoubleColumnVector) values).vector[at]);
      case DECIMAL ->
          DecimalNode.valueOf(
              ((DecimalColumnVector) values)
                  .vector[at]
                  .getHiveDecimal()
                  .bigDecimalValue()
                  .setScale(type.getScale()));
      case STRING, VARCHAR, CHAR, BINARY -> NODES.textNode(text((BytesColumnVector) values, at));
      case TIMESTAMP, TIMESTAMP_INSTANT ->
          NODES.textNode(timestamp(OrcColumn.epochMicros((TimestampColumnVector) values, at)));
      case STRUCT -> struct(type, (StructColumnVector) values, at);
      case LIST -> list(type, (ListColumnVector) values, at);
      case MAP -> map(type, (MapColumnVector) values, at);
      case UNION -> {
        UnionColumnVector union = (UnionColumnVector) values;
        int tag = union.tags[at];
        yield value(type.getChildren().get(tag), union.fields[tag], at);
      }
    };
  }

  /** Names are lower case in SUPER, unless the session asks for their case. */
  private static ObjectNode struct(TypeDescription type, StructColumnVector values, int row) {
    ObjectNode object = NODES.objectNode();
    List<String> names = type.getFieldNames();
    for (int i = 0; i < names.size(); i++) {
      object.set(
          names.get(i).toLowerCase(Locale.ROOT),
          value(type.getChildren().get(i), values.fields[i], row));
    }
    return object;
  }

  private static ArrayNode list(TypeDescription type, ListColumnVector values, int row) {
    ArrayNode array = NODES.arrayNode();
    int first = (int) values.offsets[row];
    for (int i = 0; i < values.lengths[row]; i++) {
      array.add(value(type.getChildren().get(0), values.child, first + i));
    }
    return array;
  }

  private static ObjectNode map(TypeDescription type, MapColumnVector values, int row) {
    ObjectNode object = NODES.objectNode();
    int first = (int) values.offsets[row];
    for (int i = 0; i < values.lengths[row]; i++) {
      object.set(
          value(type.getChildren().get(0), values.keys, first + i).asText(),
          value(type.getChildren().get(1), values.values, first + i));
    }
    return object;
  }

  private static String text(BytesColumnVector values, int row) {
    return new String(
        values.vector[row], values.start[row], values.length[row], StandardCharsets.UTF_8);
  }

  private static String timestamp(long micros) {
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS),
            (int) Math.floorMod(micros, MICROS) * 1000,
            ZoneOffset.UTC)
        .toString()
        .replace('T', ' ');
  }
}
