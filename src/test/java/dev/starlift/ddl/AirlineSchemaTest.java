package dev.starlift.ddl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.model.Column;
import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AirlineSchemaTest {
  private static final Path FOLDER = Path.of("schemas", "airline_dw");

  static List<Table> tables() {
    Problems problems = new Problems();
    List<Table> tables = SchemaParser.parse(files(), problems);
    assertThat(problems.all()).isEmpty();
    return tables;
  }

  @ParameterizedTest
  @CsvSource({
    "dim_date, 14",
    "dim_airport, 14",
    "dim_aircraft, 15",
    "dim_flight, 13",
    "dim_customer, 11",
    "fact_flight_operations, 29",
    "fact_bookings, 22",
    "fact_daily_revenue, 12"
  })
  void everyTableHasAllItsColumns(String table, int columns) {
    assertThat(byName().get(TableName.of("airline_dw", table)).columns()).hasSize(columns);
  }

  @Test
  void thereAreTheEightTables() {
    assertThat(tables()).hasSize(8);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aFileIsNamedAsItsTableAndPrintsBack(Table table) {
    assertThat(files()).containsKey(FOLDER.resolve(table.name().table() + ".sql").toString());
    assertThat(Parsed.table(DdlPrinter.print(table))).isEqualTo(table);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyTableCanTellItsRowsApart(Table table) {
    assertThat(table.primaryKey()).isNotEmpty();
    assertThat(table.businessKey())
        .isNotEmpty()
        .allSatisfy(
            column -> assertThat(table.findColumn(column).map(Column::nullable)).contains(false));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyKeyOfAnotherTableIsAReferenceOfTheSameType(Table table) {
    for (Column column : table.columns()) {
      String name = column.name().value();
      boolean isOwnKey =
          table.name().table().value().startsWith("dim_")
              && (table.primaryKey().contains(column.name())
                  || List.of(List.of(column.name())).equals(table.uniqueKeys()));
      boolean looksLikeAKey =
          name.endsWith("_airport_code")
              || (name.endsWith("_key") && !table.surrogateKey().equals(Optional.of(column)));
      if (looksLikeAKey && !isOwnKey) {
        assertThat(references(table, column.name()))
            .as("%s.%s", table.name(), name)
            .singleElement()
            .satisfies(key -> assertThat(referencedType(key)).isEqualTo(column.type()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableCanBeSharedAndIsNotDistributedByDay(Table table) {
    assertThat(table.sortKey()).isInstanceOf(SortKey.Compound.class);
    if (table.distribution() instanceof Distribution.Key key) {
      assertThat(key.column().value()).doesNotEndWith("date_key");
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void surrogateKeysAreWideEnoughToBeHashes(Table table) {
    boolean isCalendar = table.name().table().value().equals("dim_date");
    table
        .surrogateKey()
        .ifPresent(
            key ->
                assertThat(key.type())
                    .isInstanceOf(isCalendar ? ColumnType.Int.class : ColumnType.BigInt.class));
  }

  private static List<ForeignKey> references(Table table, Identifier column) {
    return table.foreignKeys().stream()
        .filter(key -> key.columns().equals(List.of(column)))
        .toList();
  }

  private static ColumnType referencedType(ForeignKey key) {
    return byName().get(key.table()).findColumn(key.referenced().get(0)).orElseThrow().type();
  }

  private static Map<TableName, Table> byName() {
    return tables().stream().collect(Collectors.toMap(Table::name, Function.identity()));
  }

  private static SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(FOLDER)) {
      for (Path file : found.toList()) {
        files.put(file.toString(), Files.readString(file, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
