package dev.starlift.sql;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.Validity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a table keeps the versions of its members. Staged are all versions of every member that the
 * release says something of.
 */
public final class HistoryStatements {
  /** {@code HH:mm:ss.SSSSSS}: UNLOAD to Parquet has no TIME. */
  private static final ColumnType TIME_AS_TEXT = new ColumnType.Varchar(15);

  private HistoryStatements() {}

  /**
   * What sources have said, in the order of their own time. A value seen again makes no version,
   * but when a change comes in late that belongs before it, it does: so it has to be kept.
   */
  public static Table observations(Table target, Validity validity) {
    Set<Identifier> computed = new HashSet<>(List.of(validity.to(), validity.current()));
    target.surrogateKey().ifPresent(key -> computed.add(key.name()));
    List<Column> columns =
        target.columns().stream()
            .filter(column -> !computed.contains(column.name()))
            .map(column -> Column.of(column.name().value(), kept(column.type()), column.nullable()))
            .toList();
    return new Table(
        LedgerTables.observations(target.name()),
        columns,
        List.of(),
        List.of(target.businessKey()),
        List.of(),
        new Distribution.Auto(),
        new SortKey.None(),
        false,
        true,
        Optional.of("What sources have said of " + target.name()));
  }

  private static ColumnType kept(ColumnType type) {
    return type instanceof ColumnType.Time ? TIME_AS_TEXT : type;
  }

  /**
   * Lets facts follow a version that has become part of an earlier one: a late row may tell that
   * what seemed a change had been so before.
   *
   * @param referrer a table whose {@code column} holds surrogate keys of the target
   */
  public static Statement follow(
      TempTable versions, Validity validity, Table referrer, Identifier column) {
    Table target = versions.target();
    String key = target.primaryKey().get(0).sql();
    String from = validity.from().sql();
    return new Statement(
        "let %s follow the versions of %s".formatted(referrer.name(), target.name()),
        """
        UPDATE %s
        SET %s = covering.%s
        FROM %s AS former
        INNER JOIN %s AS covering
          ON %s
          AND covering.%s <= former.%s
          AND covering.%s > former.%s
        WHERE %s.%s = former.%s
          AND covering.%s <> former.%s"""
            .formatted(
                referrer.name().sql(),
                column.sql(),
                key,
                target.name().sql(),
                versions.name().sql(),
                SqlText.equal("covering", "former", validity.member(target)),
                from,
                from,
                validity.to().sql(),
                from,
                SqlText.qualifier(referrer.name()),
                column.sql(),
                key,
                key,
                key));
  }

  /** Takes away the versions that staged members no longer have. */
  public static Statement deleteFormer(TempTable versions, Validity validity) {
    Table target = versions.target();
    String staged = versions.name().sql();
    String qualifier = SqlText.qualifier(target.name());
    return new Statement(
        "delete former versions of " + target.name(),
        """
        DELETE FROM %s
        WHERE EXISTS (SELECT 1 FROM %s WHERE %s)
          AND NOT EXISTS (SELECT 1 FROM %s WHERE %s)"""
            .formatted(
                target.name().sql(),
                staged,
                SqlText.equal(staged, qualifier, validity.member(target)),
                staged,
                SqlText.equal(staged, qualifier, target.businessKey())));
  }
}
