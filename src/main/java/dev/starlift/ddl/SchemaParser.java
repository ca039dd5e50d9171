package dev.starlift.ddl;

import dev.starlift.ddl.CreateTable.At;
import dev.starlift.ddl.CreateTable.LikeItem;
import dev.starlift.ddl.CreateTable.ReferenceClause;
import dev.starlift.model.Identifier;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads schema files that belong together: what {@link DdlParser} finds in each, and what only
 * shows between them. Every table is declared once, {@code LIKE} finds its parent, and every
 * reference names a declared key.
 */
public final class SchemaParser {
  private record SchemaFile(String file, Findings findings, Optional<CreateTable> written) {}

  private final List<SchemaFile> files = new ArrayList<>();
  private final Map<TableName, SchemaFile> declared = new LinkedHashMap<>();
  private final Map<TableName, Optional<Table>> resolved = new HashMap<>();
  private final Set<TableName> resolving = new HashSet<>();

  private SchemaParser() {}

  /**
   * @param sqlByFile the text of each file by its name in messages; problems come in this order
   * @return the tables without problems, in the order of their files
   */
  public static List<Table> parse(Map<String, String> sqlByFile, Problems problems) {
    SchemaParser parser = new SchemaParser();
    sqlByFile.forEach(parser::read);
    return parser.tables(problems);
  }

  private void read(String file, String sql) {
    Findings findings = new Findings();
    Optional<CreateTable> written = new CreateTableParser(sql, findings).parse();
    SchemaFile read = new SchemaFile(file, findings, written);
    files.add(read);
    if (written.isPresent()) {
      At<TableName> name = written.get().name();
      SchemaFile earlier = declared.putIfAbsent(name.value(), read);
      if (earlier != null) {
        findings.add(
            name.token(),
            "Table %s is declared in %s already.".formatted(name.value(), earlier.file()),
            "Remove one of the files.");
      }
    }
  }

  private List<Table> tables(Problems problems) {
    declared.keySet().forEach(this::resolve);
    declared.values().forEach(this::checkReferences);
    for (SchemaFile file : files) {
      file.findings().reportIn(file.file(), problems);
    }
    return declared.entrySet().stream()
        .filter(entry -> entry.getValue().findings().isEmpty())
        .flatMap(entry -> parent(entry.getKey()).stream())
        .toList();
  }

  private Optional<Table> resolve(TableName name) {
    if (!resolved.containsKey(name)) {
      SchemaFile file = declared.get(name);
      CreateTable written = file.written().orElseThrow();
      resolving.add(name);
      boolean parentsReady = true;
      for (LikeItem like : likes(written)) {
        parentsReady &= isReady(like, file);
      }
      resolved.put(
          name,
          parentsReady
              ? new TableResolver(written, file.findings(), this::parent).resolve()
              : Optional.empty());
      resolving.remove(name);
    }
    return resolved.get(name);
  }

  /** False when the parent is declared but cannot be used: its own problems say why. */
  private boolean isReady(LikeItem like, SchemaFile file) {
    TableName parent = like.parent().value();
    if (resolving.contains(parent)) {
      file.findings()
          .add(
              like.parent().token(),
              "Table %s is LIKE itself, directly or through others.".formatted(parent),
              "Write the columns of one of them out.");
      return false;
    }
    return !declared.containsKey(parent) || resolve(parent).isPresent();
  }

  private Optional<Table> parent(TableName name) {
    return resolved.getOrDefault(name, Optional.empty());
  }

  private static List<LikeItem> likes(CreateTable written) {
    return written.items().stream()
        .filter(LikeItem.class::isInstance)
        .map(LikeItem.class::cast)
        .toList();
  }

  private void checkReferences(SchemaFile file) {
    boolean everyFileWasRead = files.stream().allMatch(other -> other.written().isPresent());
    for (ReferenceClause reference : file.written().orElseThrow().references()) {
      TableName name = reference.table().value();
      if (!declared.containsKey(name) && everyFileWasRead) {
        file.findings()
            .add(
                reference.table().token(),
                "Table %s, which is referenced, is not declared.".formatted(name),
                "Add its schema file, or correct the name.");
      }
      parent(name).ifPresent(table -> checkReferencedKey(file, reference, table));
    }
  }

  private static void checkReferencedKey(SchemaFile file, ReferenceClause reference, Table table) {
    List<Identifier> columns = reference.referenced().stream().map(At::value).toList();
    if (columns.isEmpty()) {
      if (table.primaryKey().size() != reference.columns().size()) {
        file.findings()
            .add(
                reference.table().token(),
                "Table %s has no PRIMARY KEY of %d columns to reference."
                    .formatted(table.name(), reference.columns().size()),
                "Name the columns of one of its UNIQUE keys.");
      }
      return;
    }
    Set<Identifier> wanted = Set.copyOf(columns);
    boolean isKey =
        wanted.equals(Set.copyOf(table.primaryKey()))
            || table.uniqueKeys().stream().anyMatch(key -> wanted.equals(Set.copyOf(key)));
    if (!isKey) {
      file.findings()
          .add(
              reference.referenced().get(0).token(),
              "%s is not a key of table %s.".formatted(columns, table.name()),
              "Reference its PRIMARY KEY or one of its UNIQUE keys.");
    }
  }
}
