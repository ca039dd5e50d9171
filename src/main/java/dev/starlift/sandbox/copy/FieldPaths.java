package dev.starlift.sandbox.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.SqlError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths of a COPY from AVRO or JSON, one for each column in the order of the columns.
 *
 * @param ignoreCase names in the data may have any case
 */
record FieldPaths(List<FieldPath> paths, boolean ignoreCase) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  FieldPaths {
    paths = List.copyOf(paths);
  }

  /**
   * @throws SqlError if the JSONPaths file is missing or wrong, or does not fit the columns
   */
  static FieldPaths of(FieldMapping mapping, TargetTable table, S3Objects objects)
      throws SqlError, IOException {
    if (mapping instanceof FieldMapping.Paths file) {
      return fromFile(file.file(), table, objects);
    }
    if (mapping instanceof FieldMapping.NoShred) {
      boolean one =
          table.columns().size() == 1 && table.columns().get(0).type() instanceof ColumnType.Super;
      if (!one) {
        throw new SqlError(
            TokenCursor.BAD_VALUE, "COPY with 'noshred' needs exactly one column of type SUPER");
      }
      return new FieldPaths(List.of(new FieldPath(List.of())), false);
    }
    return byName(table, mapping instanceof FieldMapping.Auto auto && auto.ignoreCase());
  }

  private static FieldPaths byName(TargetTable table, boolean ignoreCase) {
    return new FieldPaths(
        table.columns().stream().map(column -> FieldPath.ofName(column.name())).toList(),
        ignoreCase);
  }

  private static FieldPaths fromFile(S3Location file, TargetTable table, S3Objects objects)
      throws SqlError, IOException {
    JsonNode expressions = read(file, objects).path("jsonpaths");
    if (expressions.isMissingNode()) {
      // Redshift falls back to 'auto' when the one name in the file is another.
      return byName(table, false);
    }
    if (!expressions.isArray()) {
      throw invalid(file, "'jsonpaths' is not a list");
    }
    List<FieldPath> paths = new ArrayList<>();
    for (JsonNode expression : expressions) {
      paths.add(
          FieldPath.parse(expression.asText())
              .orElseThrow(
                  () ->
                      invalid(
                          file,
                          "Supported notations are 'dot-notation' and 'bracket-notation': "
                              + expression.asText())));
    }
    if (paths.size() != table.columns().size()) {
      throw new SqlError(
          TokenCursor.BAD_VALUE,
          "Number of jsonpaths and the number of columns should match. JSONPath size: %d, Number of columns in table or column list: %d"
              .formatted(paths.size(), table.columns().size()));
    }
    return new FieldPaths(paths, false);
  }

  private static JsonNode read(S3Location file, S3Objects objects) throws SqlError, IOException {
    try (InputStream in = objects.open(file)) {
      JsonNode root = JSON.readTree(in);
      if (!root.isObject()) {
        throw invalid(file, "the file does not hold one object");
      }
      return root;
    } catch (FileNotFoundException e) {
      throw new SqlError(
          TokenCursor.BAD_VALUE, "The specified JSONPaths file %s does not exist".formatted(file));
    } catch (JsonProcessingException e) {
      throw invalid(file, e.getOriginalMessage());
    }
  }

  private static SqlError invalid(S3Location file, String why) {
    return new SqlError(
        TokenCursor.BAD_VALUE, "Invalid JSONPath format in %s. %s".formatted(file, why));
  }
}
