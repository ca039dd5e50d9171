package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Nested Parquet values as JSON, for SUPER columns under SERIALIZETOJSON. */
final class ParquetJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long MICROS = 1_000_000L;

  private ParquetJson() {}

  /** The field of the record as JSON text, or null where it has no value. */
  static String text(Group record, int field) {
    Type type = record.getType().getType(field);
    JsonNode value = field(record, field, type);
    return value.isNull() ? null : value.toString();
  }

  private static JsonNode field(Group group, int field, Type type) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      ArrayNode array = NODES.arrayNode();
      for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
        array.add(value(group, field, i, type));
      }
      return array;
    }
    return group.getFieldRepetitionCount(field) == 0
        ? NODES.nullNode()
        : value(group, field, 0, type);
  }

  private static JsonNode value(Group group, int field, int index, Type type) {
    if (type.isPrimitive()) {
      return primitive(group, field, index, type.asPrimitiveType());
    }
    Group inner = group.getGroup(field, index);
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof ListLogicalTypeAnnotation) {
      return list(inner);
    }
    if (logical instanceof MapLogicalTypeAnnotation) {
      return map(inner);
    }
    return struct(inner);
  }

  /** Names are lower case in SUPER, unless the session asks for their case. */
  private static ObjectNode struct(Group group) {
    ObjectNode object = NODES.objectNode();
    GroupType type = group.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      object.set(type.getFieldName(i).toLowerCase(Locale.ROOT), field(group, i, type.getType(i)));
    }
    return object;
  }

  /** The repeated group holds one element, or is the element itself in files of older writers. */
  private static ArrayNode list(Group group) {
    ArrayNode array = NODES.arrayNode();
    Type repeated = group.getType().getType(0);
    boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      if (wrapped) {
        Group element = group.getGroup(0, i);
        array.add(field(element, 0, element.getType().getType(0)));
      } else {
        array.add(value(group, 0, i, repeated));
      }
    }
    return array;
  }

  private static ObjectNode map(Group group) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group entry = group.getGroup(0, i);
      JsonNode key = field(entry, 0, entry.getType().getType(0));
      object.set(
          key.asText(),
          entry.getType().getFieldCount() < 2
              ? NODES.nullNode()
              : field(entry, 1, entry.getType().getType(1)));
    }
    return object;
  }

  private static JsonNode primitive(Group group, int field, int index, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> NODES.booleanNode(group.getBoolean(field, index));
      case INT32 -> integer(group.getInteger(field, index), logical);
      case INT64 -> integer(group.getLong(field, index), logical);
      case FLOAT -> NODES.numberNode(group.getFloat(field, index));
      case DOUBLE -> NODES.numberNode(group.getDouble(field, index));
      case INT96 ->
          timestamp(ParquetColumn.microsOfInt96(group.getInt96(field, index).toByteBuffer()));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          logical instanceof DecimalLogicalTypeAnnotation decimal
              ? DecimalNode.valueOf(
                  new BigDecimal(
                      new BigInteger(group.getBinary(field, index).getBytes()), decimal.getScale()))
              : NODES.textNode(group.getBinary(field, index).toStringUsingUTF8());
    };
  }

  private static JsonNode integer(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return DecimalNode.valueOf(BigDecimal.valueOf(value, decimal.getScale()));
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return NODES.textNode(LocalDate.ofEpochDay(value).toString());
    }
    if (logical instanceof TimestampLogicalTypeAnnotation unit) {
      return timestamp(
          unit.getUnit() == TimeUnit.MILLIS
              ? value * 1000
              : unit.getUnit() == TimeUnit.NANOS ? Math.floorDiv(value, 1000L) : value);
    }
    return NODES.numberNode(value);
  }

  private static JsonNode timestamp(long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS),
            (int) Math.floorMod(micros, MICROS) * 1000,
            ZoneOffset.UTC);
    return NODES.textNode(time.toString().replace('T', ' '));
  }
}
