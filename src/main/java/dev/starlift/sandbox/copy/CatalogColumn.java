package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column as PostgreSQL's catalog has it.
 *
 * @param storage the type under any domain: {@code varchar}
 * @param domain the name of the domain, or empty
 * @param modifier PostgreSQL's {@code atttypmod}, -1 for none
 * @param alwaysIdentity IDENTITY, which only EXPLICIT_IDS may fill
 * @param hasValueOfItsOwn a default or an identity
 */
record CatalogColumn(
    String name,
    String storage,
    String domain,
    int modifier,
    boolean notNull,
    boolean alwaysIdentity,
    boolean hasValueOfItsOwn) {
  /** PostgreSQL counts the four bytes of a length word in its modifiers. */
  private static final int LENGTH_WORD = 4;

  /** The columns of a relation in their order. */
  static List<CatalogColumn> of(String relation, BackendSession session)
      throws SqlError, IOException {
    List<List<String>> rows =
        session.query(
            """
            SELECT a.attname,
                   coalesce(b.typname, t.typname),
                   CASE WHEN t.typtype = 'd' THEN t.typname ELSE '' END,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
                   a.attnotnull OR t.typnotnull,
                   a.attidentity = 'a',
                   a.atthasdef OR a.attidentity <> ''
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
            WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = ''
            ORDER BY a.attnum
            """
                .formatted(relation));
    List<CatalogColumn> columns = new ArrayList<>();
    for (List<String> row : rows) {
      columns.add(
          new CatalogColumn(
              row.get(0),
              row.get(1),
              row.get(2),
              Integer.parseInt(row.get(3)),
              row.get(4).equals("t"),
              row.get(5).equals("t"),
              row.get(6).equals("t")));
    }
    return columns;
  }

  TargetColumn target() throws SqlError {
    return new TargetColumn(name, type(), storage, notNull, alwaysIdentity);
  }

  UnloadColumn unloaded() throws SqlError {
    return new UnloadColumn(name, type(), storage);
  }

  CatalogColumn named(String otherName) {
    return new CatalogColumn(
        otherName, storage, domain, modifier, notNull, alwaysIdentity, hasValueOfItsOwn);
  }

  /** Is it CHAR or VARCHAR? */
  boolean isText() {
    return storage.equals("bpchar")
        || ((storage.equals("varchar") || storage.equals("text")) && !domain.equals("super"));
  }

  /** The Redshift type that this column stands for. */
  ColumnType type() throws SqlError {
    return switch (storage) {
      case "int2" -> new ColumnType.SmallInt();
      case "int4" -> new ColumnType.Int();
      case "int8" -> new ColumnType.BigInt();
      case "float4" -> new ColumnType.Real();
      case "float8" -> new ColumnType.DoublePrecision();
      case "bool" -> new ColumnType.Bool();
      case "date" -> new ColumnType.Date();
      case "time" -> new ColumnType.Time();
      case "timetz" -> new ColumnType.TimeWithZone();
      case "timestamp" -> new ColumnType.Timestamp();
      case "timestamptz" -> new ColumnType.TimestampWithZone();
      case "json", "jsonb" -> new ColumnType.Super();
      case "bytea" -> new ColumnType.Varbyte(ColumnType.Varbyte.MAX_LENGTH);
      case "bpchar" -> new ColumnType.Char(length(ColumnType.Char.MAX_LENGTH));
      case "varchar", "text" ->
          domain.equals("super")
              ? new ColumnType.Super()
              : new ColumnType.Varchar(length(ColumnType.Varchar.MAX_LENGTH));
      case "numeric" -> decimal();
      default -> throw unsupported();
    };
  }

  private int length(int max) {
    return modifier < LENGTH_WORD ? max : Math.min(max, modifier - LENGTH_WORD);
  }

  private ColumnType decimal() throws SqlError {
    if (modifier < LENGTH_WORD) {
      throw unsupported();
    }
    int packed = modifier - LENGTH_WORD;
    return new ColumnType.Decimal((packed >> 16) & 0xffff, packed & 0x7ff);
  }

  private SqlError unsupported() {
    return new SqlError(
        TokenCursor.NOT_SUPPORTED,
        "column \"%s\" has type %s%s, which the sandbox cannot copy"
            .formatted(
                name,
                domain.isEmpty() ? storage : domain,
                storage.equals("numeric") ? " without precision" : ""),
        "",
        storage.equals("numeric") ? "Cast it: CAST(... AS DECIMAL(18,2))." : "",
        0);
  }
}
