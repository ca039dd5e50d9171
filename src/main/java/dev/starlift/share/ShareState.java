package dev.starlift.share;

import dev.starlift.model.Identifier;
import dev.starlift.model.Literal;
import dev.starlift.model.TableName;
import dev.starlift.sql.Statement;
import dev.starlift.warehouse.Catalog;
import dev.starlift.warehouse.SqlSession;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A share as the producer has it.
 *
 * @param publicAccessible empty when there is no such share
 * @param schemas schemas of the share, and whether new tables join by themselves
 * @param consumers namespace ids that may use the share
 * @param shareable tables of the declared schemas, sorted
 * @param interleaved tables that cannot be shared
 */
record ShareState(
    Optional<Boolean> publicAccessible,
    Map<Identifier, Boolean> schemas,
    Set<TableName> tables,
    Set<String> consumers,
    Set<TableName> shareable,
    Set<TableName> interleaved) {

  static ShareState read(SqlSession producer, Identifier share, List<Identifier> declaredSchemas)
      throws SQLException {
    Optional<Boolean> publicAccessible =
        producer
            .rows(
                new Statement(
                    "share " + share,
                    """
                    SELECT is_publicaccessible FROM svv_datashares
                    WHERE share_type = 'OUTBOUND' AND share_name = %s"""
                        .formatted(Literal.sql(share.value()))),
                row -> row.getBoolean(1))
            .stream()
            .findFirst();
    Map<Identifier, Boolean> schemas = new HashMap<>();
    Set<TableName> tables = new HashSet<>();
    for (SharedObject object : objects(producer, share)) {
      if (object.type().equals("schema")) {
        schemas.put(Identifier.of(object.name()), object.includeNew());
      } else if (object.type().equals("table")) {
        tables.add(TableName.parse(object.name()));
      }
    }
    Set<String> consumers =
        new HashSet<>(
            producer.rows(
                new Statement(
                    "consumers of " + share,
                    "SELECT consumer_namespace FROM svv_datashare_consumers WHERE share_name = %s"
                        .formatted(Literal.sql(share.value()))),
                row -> String.valueOf(row.getString(1)).strip()));
    Set<TableName> shareable = new TreeSet<>();
    for (Identifier schema : declaredSchemas) {
      shareable.addAll(Catalog.existing(producer, schema));
    }
    Set<TableName> interleaved = interleaved(producer);
    shareable.removeAll(interleaved);
    return new ShareState(publicAccessible, schemas, tables, consumers, shareable, interleaved);
  }

  private record SharedObject(String type, String name, boolean includeNew) {}

  private static List<SharedObject> objects(SqlSession producer, Identifier share)
      throws SQLException {
    return producer.rows(
        new Statement(
            "objects of " + share,
            """
            SELECT object_type, object_name, include_new FROM svv_datashare_objects
            WHERE share_type = 'OUTBOUND' AND share_name = %s"""
                .formatted(Literal.sql(share.value()))),
        row ->
            new SharedObject(
                row.getString(1).strip(), row.getString(2).strip(), row.getBoolean(3)));
  }

  private static Set<TableName> interleaved(SqlSession producer) throws SQLException {
    return new TreeSet<>(
        producer.rows(
            new Statement(
                "tables with an interleaved sort key",
                """
                SELECT "schema", "table" FROM svv_table_info
                WHERE sortkey1 LIKE 'INTERLEAVED%'"""),
            row -> TableName.of(row.getString(1).strip(), row.getString(2).strip())));
  }
}
