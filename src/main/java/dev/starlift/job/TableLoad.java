package dev.starlift.job;

import dev.starlift.model.Identifier;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import dev.starlift.problem.Location;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one table is filled.
 *
 * @param table as declared in the schema folder
 * @param slice the columns that make a slice; empty unless the mode is {@code replace-slice}
 * @param columns Spark SQL expressions over the source's columns, by target column; a column
 *     without one takes the source column of its name, and a column without either its DEFAULT, the
 *     surrogate key, or NULL
 * @param history for mode {@code scd2}; its columns are among {@code columns}
 * @param keys where surrogate keys come from that nothing else fills
 * @param sliceValues the one slice that the load replaces, a Redshift literal for each column of
 *     {@code slice}; empty where the rows tell the slices
 * @param selection which of the rows are meant for the table
 */
public record TableLoad(
    Table table,
    Location where,
    Input input,
    LoadMode mode,
    List<Identifier> slice,
    Map<Identifier, String> columns,
    List<Lookup> lookups,
    List<Check> checks,
    Optional<History> history,
    Keys keys,
    List<String> sliceValues,
    Selection selection) {
  public TableLoad {
    sliceValues = List.copyOf(sliceValues);
    slice = List.copyOf(slice);
    columns = Map.copyOf(columns);
    lookups = List.copyOf(lookups);
    checks = List.copyOf(checks);
  }

  /** A load for which all rows are meant, and whose rows tell the slices. */
  public TableLoad(
      Table table,
      Location where,
      Input input,
      LoadMode mode,
      List<Identifier> slice,
      Map<Identifier, String> columns,
      List<Lookup> lookups,
      List<Check> checks,
      Optional<History> history,
      Keys keys) {
    this(
        table,
        where,
        input,
        mode,
        slice,
        columns,
        lookups,
        checks,
        history,
        keys,
        List.of(),
        Selection.ALL);
  }

  /** A load whose surrogate keys are hashes. */
  public TableLoad(
      Table table,
      Location where,
      Input input,
      LoadMode mode,
      List<Identifier> slice,
      Map<Identifier, String> columns,
      List<Lookup> lookups,
      List<Check> checks,
      Optional<History> history) {
    this(table, where, input, mode, slice, columns, lookups, checks, history, Keys.HASH);
  }

  /** A load that keeps no history. */
  public TableLoad(
      Table table,
      Location where,
      Input input,
      LoadMode mode,
      List<Identifier> slice,
      Map<Identifier, String> columns,
      List<Lookup> lookups,
      List<Check> checks) {
    this(table, where, input, mode, slice, columns, lookups, checks, Optional.empty());
  }

  /** Does a stored procedure make the rows? */
  public boolean isMadeInWarehouse() {
    return input instanceof FromProcedure;
  }

  /** The tables that Spark reads for it: in lookups, and in its query. */
  public Set<TableName> tablesRead() {
    Set<TableName> tables = new TreeSet<>();
    lookups.forEach(lookup -> tables.add(lookup.table()));
    if (input instanceof FromQuery query) {
      for (Read read : query.reads().values()) {
        if (read instanceof TableRead other) {
          tables.add(other.table());
        }
      }
    }
    return tables;
  }

  TableLoad withLookups(List<Lookup> others) {
    return new TableLoad(
        table,
        where,
        input,
        mode,
        slice,
        columns,
        others,
        checks,
        history,
        keys,
        sliceValues,
        selection);
  }

  /**
   * Which of the rows that come in a table is made of.
   *
   * @param where a Spark SQL condition over the columns of the source; rows for which it is not
   *     true are none of the table's
   * @param order columns of the table: of the rows with one business key, those that come in and
   *     the one that the table has, the last by these columns stays; empty when a key must come
   *     once, and replaces what the table has
   */
  public record Selection(Optional<Check> where, List<Identifier> order) {
    /** Every row, and every key once. */
    public static final Selection ALL = new Selection(Optional.empty(), List.of());

    public Selection {
      order = List.copyOf(order);
    }
  }

  /** Where the surrogate keys of a table come from. */
  public enum Keys {
    /** From the business key: the same in every run and every table. */
    HASH,
    /** From the table: numbers above those it has, in the order of the business keys. */
    SEQUENCE
  }

  /**
   * Which versions of a member there are.
   *
   * @param from the source's own time of a change, a Spark SQL expression
   * @param first the day since when the first version of a member counts as valid; otherwise since
   *     its own time
   */
  public record History(String from, Validity validity, Optional<LocalDate> first) {}

  /** Where the rows come from. */
  public sealed interface Input {}

  /** {@code from = name}: the accepted rows of a source. */
  public record FromSource(String source) implements Input {}

  /**
   * {@code query = file}: a Spark SELECT over views.
   *
   * @param file the SQL file, as the job names it
   * @param sql its text
   * @param reads the views, by the name that the query uses
   */
  public record FromQuery(String file, String sql, Map<String, Read> reads) implements Input {
    public FromQuery {
      reads = Map.copyOf(reads);
    }
  }

  /**
   * {@code transform = procedure}: a stored procedure makes the rows in the warehouse, from tables
   * that this release has filled there.
   *
   * @param arguments Redshift literals, in the order of the procedure's own
   * @param reads tables that it reads; when those of this job are filled, it is called
   */
  public record FromProcedure(Procedure procedure, List<String> arguments, List<TableName> reads)
      implements Input {
    public FromProcedure {
      arguments = List.copyOf(arguments);
      reads = List.copyOf(reads);
    }
  }

  /** What a view of a query shows. */
  public sealed interface Read {}

  /** {@code name { source = … }}: the accepted rows of a source in this release. */
  public record SourceRead(String source) implements Read {}

  /**
   * {@code name { table = …, rows = release|all, slice { date_key = travel_date_key } }}: a table
   * as this release leaves it.
   *
   * @param slice target slice column to the column of the table that decides it: only rows of the
   *     slices that this release touches are shown; empty for no restriction
   */
  public record TableRead(TableName table, Rows rows, Map<Identifier, Identifier> slice)
      implements Read {
    public TableRead {
      slice = Map.copyOf(slice);
    }
  }

  /** Which rows of a table a query sees. */
  public enum Rows {
    /** Those that this release adds or changes. */
    RELEASE,
    /** Those in the warehouse as this release leaves them. */
    ALL
  }

  /**
   * Finds the member of a dimension to which a row belongs.
   *
   * @param column the column that the lookup fills
   * @param on dimension column to the Spark SQL expression that must equal it
   * @param take the dimension's column whose value is taken: its primary key unless said otherwise
   * @param asOf picks one version of the member; empty where a member has only one
   * @param match what else tells which member is meant
   */
  public record Lookup(
      Identifier column,
      Location where,
      TableName table,
      Map<Identifier, String> on,
      Identifier take,
      MissingMember missing,
      Optional<AsOf> asOf,
      Match match) {
    public Lookup {
      on = Map.copyOf(on);
    }

    /** Of the one member that has the key. */
    public Lookup(
        Identifier column,
        Location where,
        TableName table,
        Map<Identifier, String> on,
        Identifier take,
        MissingMember missing,
        Optional<AsOf> asOf) {
      this(column, where, table, on, take, missing, asOf, Match.EXACT);
    }

    /** In a dimension without versions. */
    public Lookup(
        Identifier column,
        Location where,
        TableName table,
        Map<Identifier, String> on,
        Identifier take,
        MissingMember missing) {
      this(column, where, table, on, take, missing, Optional.empty());
    }

    Lookup in(AsOf other) {
      return new Lookup(column, where, table, on, take, missing, Optional.of(other), match);
    }
  }

  /**
   * Which of the members that have the key is meant.
   *
   * @param near column of the dimension to the number that it must be close to
   * @param first columns of the dimension: of several members the first by these is meant; empty
   *     for the one with the least value
   */
  public record Match(Map<Identifier, Near> near, List<Identifier> first) {
    /** Only the key counts, and one member has it. */
    public static final Match EXACT = new Match(Map.of(), List.of());

    public Match {
      near = Map.copyOf(near);
      first = List.copyOf(first);
    }
  }

  /**
   * @param to a Spark SQL expression; where it is NULL, no member is near
   * @param within the greatest difference, itself included
   */
  public record Near(String to, BigDecimal within) {}

  /**
   * The version that was valid at a time.
   *
   * @param time a Spark SQL expression
   * @param first {@link History#first} of the dimension
   */
  public record AsOf(String time, Validity validity, Optional<LocalDate> first) {}

  /** What becomes of a row whose dimension member is not there. A NULL key stays NULL. */
  public enum MissingMember {
    REJECT,
    /** The row points to the member with key -1, which the release makes sure of. */
    UNKNOWN_MEMBER,
    /** The release adds a member that holds only its business key. */
    INFER,
    /** The column stays NULL. */
    LEAVE_EMPTY
  }

  /** A condition that every row must meet; NULL does not meet it. */
  public record Check(String name, Location where, String expression) {}
}
