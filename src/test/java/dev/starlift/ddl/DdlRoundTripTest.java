package dev.starlift.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.ColumnType.IntervalUnit;
import dev.starlift.model.Distribution;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DdlRoundTripTest {
  @Property
  void whatIsPrintedIsReadBackAsTheSameTable(@ForAll("tables") Table table) {
    String printed = DdlPrinter.print(table);

    assertThat(Parsed.table(printed)).isEqualTo(table);
  }

  @Property
  void whatIsReadBackIsPrintedAsTheSameText(@ForAll("tables") Table table) {
    String printed = DdlPrinter.print(table);

    assertThat(DdlPrinter.print(Parsed.table(printed))).isEqualTo(printed);
  }

  /** Random tables within Redshift's rules: a random number decides, so that clauses agree. */
  @Provide
  Arbitrary<Table> tables() {
    return Arbitraries.longs().map(seed -> new RandomTable(new Random(seed)).table());
  }

  private static final class RandomTable {
    private static final List<ColumnType> TYPES =
        List.of(
            new ColumnType.SmallInt(),
            new ColumnType.Int(),
            new ColumnType.BigInt(),
            new ColumnType.Decimal(38, 37),
            new ColumnType.Decimal(7, 2),
            new ColumnType.Real(),
            new ColumnType.DoublePrecision(),
            new ColumnType.Bool(),
            new ColumnType.Char(4096),
            new ColumnType.Varchar(65535),
            new ColumnType.Date(),
            new ColumnType.Time(),
            new ColumnType.TimeWithZone(),
            new ColumnType.Timestamp(),
            new ColumnType.TimestampWithZone(),
            new ColumnType.IntervalYearToMonth(),
            new ColumnType.IntervalYearToMonth(IntervalUnit.MONTH, IntervalUnit.MONTH),
            new ColumnType.IntervalDayToSecond(3),
            new ColumnType.IntervalDayToSecond(IntervalUnit.HOUR, IntervalUnit.MINUTE, 0),
            new ColumnType.Super(),
            new ColumnType.Varbyte(1_024_000),
            new ColumnType.Geometry(),
            new ColumnType.Geography(),
            new ColumnType.HllSketch());

    private static final List<String> DEFAULTS =
        List.of(
            "NULL",
            "0",
            "'it''s, (not) null'",
            "current_timestamp at time zone 'UTC'",
            "-1::bigint",
            "case when true then 1 else (2) end",
            "(1 /* , */ + 2)");

    private static final List<String> NAMES =
        List.of("a", "table", "a b", "quote\"d", "größe", "semi;colon", "--", "/*", "$", "1", "#x");

    private static final List<String> COMMENTS =
        List.of("plain", "it's", "back\\slash", "two\nlines", "-- no comment", "😀;");

    private final Random random;

    RandomTable(Random random) {
      this.random = random;
    }

    Table table() {
      int count = 1 + random.nextInt(9);
      List<Identifier> names =
          shuffled(NAMES).subList(0, count).stream().map(Identifier::of).toList();
      List<Identifier> primaryKey = random.nextBoolean() ? some(names) : List.of();
      List<Column> columns =
          names.stream().map(name -> column(name, primaryKey.contains(name))).toList();
      List<Identifier> sortable =
          columns.stream()
              .filter(column -> TypeRules.canBeKey(column.type()))
              .map(Column::name)
              .toList();
      return new Table(
          tableName(),
          columns,
          primaryKey,
          uniqueKeys(names, primaryKey),
          IntStream.range(0, random.nextInt(3)).mapToObj(i -> foreignKey(names)).toList(),
          distribution(sortable),
          sortKey(sortable),
          random.nextBoolean(),
          random.nextBoolean(),
          optional(COMMENTS));
    }

    private Column column(Identifier name, boolean inPrimaryKey) {
      ColumnType type = one(TYPES);
      Optional<Column.Identity> identity =
          TypeRules.canBeIdentity(type) && random.nextInt(4) == 0
              ? Optional.of(
                  new Column.Identity(random.nextLong(), random.nextInt(), random.nextBoolean()))
              : Optional.empty();
      List<Column.Encoding> encodings =
          Arrays.stream(Column.Encoding.values())
              .filter(encoding -> TypeRules.canBeEncoded(type, encoding))
              .toList();
      return new Column(
          name,
          type,
          !inPrimaryKey && identity.isEmpty() && random.nextBoolean(),
          identity.isEmpty() ? optional(DEFAULTS) : Optional.empty(),
          identity,
          optional(encodings),
          TypeRules.canHaveCollation(type)
              ? optional(List.of(Column.Collation.values()))
              : Optional.empty(),
          optional(COMMENTS));
    }

    private List<List<Identifier>> uniqueKeys(List<Identifier> names, List<Identifier> primaryKey) {
      Set<Set<Identifier>> taken = new HashSet<>(Set.of(Set.copyOf(primaryKey)));
      List<List<Identifier>> keys = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        List<Identifier> key = some(names);
        if (taken.add(Set.copyOf(key))) {
          keys.add(key);
        }
      }
      return keys;
    }

    private ForeignKey foreignKey(List<Identifier> names) {
      List<Identifier> columns = some(names);
      List<Identifier> referenced =
          random.nextBoolean()
              ? List.of()
              : shuffled(NAMES).subList(0, columns.size()).stream().map(Identifier::of).toList();
      return new ForeignKey(columns, tableName(), referenced);
    }

    private Distribution distribution(List<Identifier> sortable) {
      return switch (random.nextInt(sortable.isEmpty() ? 3 : 4)) {
        case 0 -> new Distribution.Auto();
        case 1 -> new Distribution.Even();
        case 2 -> new Distribution.All();
        default -> new Distribution.Key(one(sortable));
      };
    }

    private SortKey sortKey(List<Identifier> sortable) {
      return switch (random.nextInt(sortable.isEmpty() ? 2 : 4)) {
        case 0 -> new SortKey.None();
        case 1 -> new SortKey.Auto();
        case 2 -> new SortKey.Compound(some(sortable));
        default -> {
          List<Identifier> columns = some(sortable);
          yield new SortKey.Interleaved(columns.subList(0, Math.min(8, columns.size())));
        }
      };
    }

    /** A name with # would be a temporary table. */
    private TableName tableName() {
      return TableName.of(one(NAMES), one(NAMES.subList(0, NAMES.size() - 1)));
    }

    private <T> Optional<T> optional(List<T> values) {
      return random.nextBoolean() ? Optional.of(one(values)) : Optional.empty();
    }

    private <T> T one(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(List<T> values) {
      return shuffled(values).subList(0, 1 + random.nextInt(values.size()));
    }

    private <T> List<T> shuffled(List<T> values) {
      List<T> copy = new ArrayList<>(values);
      Collections.shuffle(copy, random);
      return copy;
    }
  }
}
