package dev.starlift.sandbox.copy;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Finds the value of one column in the records of one Avro file. */
final class AvroSource {
  private static final int NOWHERE = -1;

  private final List<FieldPath.Step> below;
  private final boolean ignoreCase;
  private final boolean whole;
  private final int position;

  private AvroSource(List<FieldPath.Step> below, boolean ignoreCase, boolean whole, int position) {
    this.below = below;
    this.ignoreCase = ignoreCase;
    this.whole = whole;
    this.position = position;
  }

  /** Looks the first step up in the schema, once for the file. */
  static AvroSource of(FieldPath path, boolean ignoreCase, Schema schema) {
    List<FieldPath.Step> steps = path.steps();
    return steps.isEmpty()
        ? new AvroSource(steps, ignoreCase, true, NOWHERE)
        : new AvroSource(
            steps.subList(1, steps.size()),
            ignoreCase,
            false,
            position(schema, steps.get(0), ignoreCase));
  }

  /** Null where the record has no such value. */
  Object value(IndexedRecord record) {
    if (whole) {
      return record;
    }
    Object value = position == NOWHERE ? null : record.get(position);
    for (int i = 0; i < below.size() && value != null; i++) {
      value = child(value, below.get(i));
    }
    return value;
  }

  private Object child(Object value, FieldPath.Step step) {
    if (step instanceof FieldPath.Step.Index at) {
      return value instanceof List<?> list && at.index() < list.size()
          ? list.get(at.index())
          : null;
    }
    if (value instanceof IndexedRecord record) {
      int field = position(record.getSchema(), step, ignoreCase);
      return field == NOWHERE ? null : record.get(field);
    }
    return value instanceof Map<?, ?> map && step instanceof FieldPath.Step.Name name
        ? map.get(new Utf8(name.name()))
        : null;
  }

  private static int position(Schema schema, FieldPath.Step step, boolean ignoreCase) {
    if (step instanceof FieldPath.Step.Name name) {
      for (Schema.Field field : schema.getFields()) {
        if (ignoreCase
            ? field.name().equalsIgnoreCase(name.name())
            : field.name().equals(name.name())) {
          return field.pos();
        }
      }
    }
    return NOWHERE;
  }
}
