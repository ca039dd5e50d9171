package dev.starlift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final TableName NAME = TableName.of("airline_dw", "dim_airport");
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("airport_key", new ColumnType.BigInt(), false),
          Column.of("airport_code", new ColumnType.Char(3), false),
          Column.of("city", new ColumnType.Varchar(50), true));

  @Test
  void theFirstUniqueKeyIsTheBusinessKeyAndThePrimaryKeyItsSurrogate() {
    Table table = table(names("airport_key"), List.of(names("airport_code"), names("city")));

    assertThat(table.businessKey()).isEqualTo(names("airport_code"));
    assertThat(table.surrogateKey()).contains(COLUMNS.get(0));
  }

  @Test
  void withoutAUniqueKeyThePrimaryKeyIsTheBusinessKeyAndThereIsNoSurrogate() {
    Table table = table(names("airport_key"), List.of());

    assertThat(table.businessKey()).isEqualTo(names("airport_key"));
    assertThat(table.surrogateKey()).isEmpty();
  }

  @Test
  void aSurrogateKeyIsOneNumber() {
    List<List<Identifier>> unique = List.of(names("city"));

    assertThat(table(names("airport_code"), unique).surrogateKey()).isEmpty();
    assertThat(table(names("airport_key", "airport_code"), unique).surrogateKey()).isEmpty();
    assertThat(table(names("airport_key"), List.of(names("airport_key"))).surrogateKey()).isEmpty();
  }

  @Test
  void aKeyNamesColumnsOfTheTable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(names("airport_id"), List.of()))
        .withMessage(
            "PRIMARY KEY of table airline_dw.dim_airport names column airport_id, which the table"
                + " does not have.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(List.of(), List.of(names("code"))))
        .withMessageContaining("UNIQUE");
  }

  @Test
  void columnsHaveDifferentNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(List.of(COLUMNS.get(0), COLUMNS.get(0)), new SortKey.None()))
        .withMessageContaining("declares column airport_key twice");
  }

  @Test
  void redshiftsLimitsHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(List.of(), new SortKey.None()))
        .withMessageContaining("1 to 1600");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(columns(1601), new SortKey.None()))
        .withMessageContaining("1601 columns");
    List<Column> many = columns(401);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(many, new SortKey.Compound(columnNames(many))))
        .withMessageContaining("allows 400");
    List<Column> nine = columns(9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(nine, new SortKey.Interleaved(columnNames(nine))))
        .withMessageContaining("allows 8");
  }

  @Test
  void laterChangesOfTheGivenListsDoNotReachTheTable() {
    List<Column> given = new ArrayList<>(COLUMNS);
    Table table = table(given, new SortKey.None());

    given.clear();

    assertThat(table.columns()).isEqualTo(COLUMNS);
  }

  @Test
  void aForeignKeyNamesAsManyColumnsOnBothSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ForeignKey(names("a", "b"), NAME, names("a")))
        .withMessage("A foreign key of 2 columns references 1.");
    assertThat(new ForeignKey(names("a", "b"), NAME, List.of()).referenced()).isEmpty();
  }

  private static List<Column> columns(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Column.of("c" + i, new ColumnType.Int(), true))
        .toList();
  }

  private static List<Identifier> columnNames(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static Table table(List<Identifier> primaryKey, List<List<Identifier>> uniqueKeys) {
    return new Table(
        NAME,
        COLUMNS,
        primaryKey,
        uniqueKeys,
        List.of(),
        new Distribution.All(),
        new SortKey.None(),
        false,
        true,
        Optional.empty());
  }

  private static Table table(List<Column> columns, SortKey sortKey) {
    return new Table(
        NAME,
        columns,
        List.of(),
        List.of(),
        List.of(),
        new Distribution.Auto(),
        sortKey,
        false,
        true,
        Optional.empty());
  }

  private static List<Identifier> names(String... names) {
    return Arrays.stream(names).map(Identifier::of).toList();
  }
}
