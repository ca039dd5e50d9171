package dev.starlift.sandbox.copy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The paths of all columns as one tree, to be walked along with the tokens of a record. */
final class JsonFieldTree {
  private final boolean ignoreCase;
  private final Map<String, JsonFieldTree> names = new HashMap<>();
  private final Map<Integer, JsonFieldTree> positions = new HashMap<>();
  private final List<Integer> columns = new ArrayList<>();

  private JsonFieldTree(boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
  }

  static JsonFieldTree of(FieldPaths paths) {
    JsonFieldTree root = new JsonFieldTree(paths.ignoreCase());
    for (int i = 0; i < paths.paths().size(); i++) {
      root.add(paths.paths().get(i), i);
    }
    return root;
  }

  private void add(FieldPath path, int column) {
    JsonFieldTree node = this;
    for (FieldPath.Step step : path.steps()) {
      if (step instanceof FieldPath.Step.Index at) {
        node = node.positions.computeIfAbsent(at.index(), i -> new JsonFieldTree(ignoreCase));
      } else if (step instanceof FieldPath.Step.Name name) {
        node = node.names.computeIfAbsent(fold(name.name()), n -> new JsonFieldTree(ignoreCase));
      }
    }
    node.columns.add(column);
  }

  /** The columns whose paths end here. */
  List<Integer> columns() {
    return columns;
  }

  boolean hasChildren() {
    return !names.isEmpty() || !positions.isEmpty();
  }

  /** This node without the columns that end here. */
  JsonFieldTree childrenOnly() {
    JsonFieldTree copy = new JsonFieldTree(ignoreCase);
    copy.names.putAll(names);
    copy.positions.putAll(positions);
    return copy;
  }

  /** Where the paths through this name go on, or null. */
  JsonFieldTree named(String name) {
    return names.get(fold(name));
  }

  /** Where the paths through this element of an array go on, or null. */
  JsonFieldTree at(int index) {
    return positions.isEmpty() ? null : positions.get(index);
  }

  private String fold(String name) {
    return ignoreCase ? name.toLowerCase(Locale.ROOT) : name;
  }
}
