package dev.starlift.conform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.starlift.job.RawColumn;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.UnknownField;
import dev.starlift.model.ColumnType;
import dev.starlift.model.RejectCode;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Raw text becomes rows of the types that a source's contract declares, one per key.
 *
 * <p>Every column that breaks the contract is a reason, all at once. A value arrives exactly or its
 * row is rejected: see {@link TextConversion} and {@link TemporalText} for what counts as exact.
 * The only changes made are those the contract asks for (blanks around a value where {@code trim}
 * is declared), blanks that Redshift would cut itself, fractions of a second beyond microseconds,
 * and {@code -0.0} in a key column, which becomes {@code 0.0}.
 *
 * <p>Which row of a key is kept is told by {@link KeyOrder}.
 */
public final class SourceConformer {
  private static final String PROBLEM = "_problem";
  private static final String PROBLEM_COLUMN = "_problem_column";
  private static final String PROBLEM_MESSAGE = "_problem_message";

  private SourceConformer() {}

  /**
   * @param raw the contract's columns as STRING, then {@code _file}, {@code _line}, {@code _raw},
   *     {@code _problem}, {@code _problem_column}, {@code _problem_message}; {@code (_file, _line)}
   *     identifies a row. A row with a {@code _problem} has exactly that reason. Some columns may
   *     have their value beside them, see {@link ReadValues}
   * @return payload: the contract's columns, typed, and the rescued fields as JSON text
   * @throws dev.starlift.problem.StarliftException when the contract has a type that cannot be
   *     loaded or a format that cannot be used
   */
  public static Judged judge(Dataset<Row> raw, SourceDefinition source) {
    Dataset<Row> judged = judgedOneByOne(raw, source);
    return new Judged(
        source.key().isEmpty()
            ? judged
            : KeyOrder.apply(judged, payload(source), KeyOrder.Rule.of(source)));
  }

  /**
   * The same for a source with a key, without a shuffle of the rows whose key is theirs alone.
   *
   * @param repeatedKeys what {@link #repeatedKeys} gave, as rows that are at hand: it is used more
   *     than once
   */
  public static Judged judge(Dataset<Row> raw, SourceDefinition source, Dataset<Row> repeatedKeys) {
    Dataset<Row> judged = judgedOneByOne(raw, source);
    return new Judged(
        KeyOrder.apply(judged, judged, payload(source), KeyOrder.Rule.of(source), repeatedKeys));
  }

  /**
   * As {@link #judge(Dataset, SourceDefinition)}, but rows that nothing can be wrong with may be
   * missing: for a second pass that looks for rejected rows only, which it makes much cheaper.
   */
  public static Judged judgeDoubtful(Dataset<Row> raw, SourceDefinition source) {
    return source.key().isEmpty()
        ? new Judged(judgedOneByOne(doubtful(raw, source), source))
        : judge(raw, source);
  }

  /** The same for a source with a key. */
  public static Judged judgeDoubtful(
      Dataset<Row> raw, SourceDefinition source, Dataset<Row> repeatedKeys) {
    return new Judged(
        KeyOrder.apply(
            judgedOneByOne(doubtful(raw, source), source),
            judgedOneByOne(raw, source),
            payload(source),
            KeyOrder.Rule.of(source),
            repeatedKeys));
  }

  private static Dataset<Row> doubtful(Dataset<Row> raw, SourceDefinition source) {
    return raw.where(new ReadValues(raw).doubtful(source, PROBLEM));
  }

  /**
   * The keys that more than one row of a source has, be they fine or not. Reads the key columns
   * only.
   */
  public static Dataset<Row> repeatedKeys(Dataset<Row> raw, SourceDefinition source) {
    ReadValues read = new ReadValues(raw);
    Dataset<Row> typed = raw.select(read.with(trimmed(source))).select(typed(source, read));
    List<Column> keys = new ArrayList<>();
    for (int i = 0; i < source.columns().size(); i++) {
      String name = source.columns().get(i).name();
      if (source.key().contains(name)) {
        keys.add(col(typedName(i)).as(name));
      }
    }
    return KeyOrder.repeated(
        typed.select(keys.toArray(Column[]::new)).na().drop(), KeyOrder.Rule.of(source));
  }

  private static Dataset<Row> judgedOneByOne(Dataset<Row> raw, SourceDefinition source) {
    requireUsable(source);
    requireExactSession(raw.sparkSession());
    if (source.columns().stream().anyMatch(column -> column.format().isPresent())) {
      requireSetting(raw.sparkSession(), "spark.sql.legacy.timeParserPolicy", "CORRECTED");
    }
    ReadValues read = new ReadValues(raw);
    Dataset<Row> trimmed = raw.select(read.with(trimmed(source)));
    Dataset<Row> typed = trimmed.select(typed(source, read));
    return typed.select(judged(source));
  }

  private static Column[] trimmed(SourceDefinition source) {
    List<Column> columns = new ArrayList<>();
    for (RawColumn column : source.columns()) {
      columns.add(new RawValue(column).text());
    }
    if (source.onUnknownField() == UnknownField.RESCUE) {
      columns.add(col(SourceDefinition.RESCUED));
    }
    for (String hidden :
        List.of(Judged.FILE, Judged.LINE, Judged.RAW, PROBLEM, PROBLEM_COLUMN, PROBLEM_MESSAGE)) {
      columns.add(col(hidden));
    }
    return columns.toArray(Column[]::new);
  }

  /** Beside each text its value: computed here once, used by the payload and by the verdict. */
  private static Column[] typed(SourceDefinition source, ReadValues read) {
    List<Column> columns = new ArrayList<>();
    columns.add(col("*"));
    for (int i = 0; i < source.columns().size(); i++) {
      RawColumn column = source.columns().get(i);
      Column value = read.orElse(column, new RawValue(column).conversion().value());
      boolean floating =
          column.type() instanceof ColumnType.Real
              || column.type() instanceof ColumnType.DoublePrecision;
      if (floating && source.key().contains(column.name())) {
        value = value.plus(lit(0.0f));
      }
      columns.add(value.as(typedName(i)));
    }
    return columns.toArray(Column[]::new);
  }

  private static Column[] judged(SourceDefinition source) {
    List<Column> columns = new ArrayList<>();
    List<Column> fine = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (int i = 0; i < source.columns().size(); i++) {
      RawColumn column = source.columns().get(i);
      Column text = Names.column(column.name());
      Column value = col(typedName(i));
      columns.add(value.as(column.name(), KnownType.of(column.type())));
      boolean key = source.key().contains(column.name());
      Column wrong =
          when(text.isNotNull().and(value.isNull()), new RawValue(column).conversion().reason());
      if (column.nullable() && !key) {
        fine.add(value.isNotNull().or(text.isNull()));
        reasons.add(wrong);
      } else {
        fine.add(value.isNotNull());
        // A value that was read has no text beside it.
        reasons.add(wrong.when(text.isNull().and(value.isNull()), missing(column)));
      }
    }
    Column fromReader =
        Reasons.reason(
            coalesce(col(PROBLEM_COLUMN), lit("")),
            col(PROBLEM),
            coalesce(col(PROBLEM_MESSAGE), lit("")));
    if (source.onUnknownField() == UnknownField.RESCUE) {
      columns.add(col(SourceDefinition.RESCUED));
    }
    for (Adjustment adjustment : Adjustment.of(source)) {
      List<String> typed =
          IntStream.range(0, source.columns().size()).mapToObj(SourceConformer::typedName).toList();
      columns.add(adjustment.count(source, typed).as(adjustment.column()));
    }
    columns.add(col(Judged.FILE));
    columns.add(col(Judged.LINE));
    columns.add(col(Judged.RAW));
    columns.add(
        when(col(PROBLEM).isNotNull(), array(fromReader))
            .otherwise(Reasons.collect(Reasons.all(fine), reasons))
            .as(Judged.REASONS));
    return columns.toArray(Column[]::new);
  }

  private static Column missing(RawColumn column) {
    return column.nullable()
        ? Reasons.reason(column.name(), RejectCode.NULL_KEY, "no value in a key column")
        : Reasons.reason(column.name(), RejectCode.NOT_NULL, "no value where one is required");
  }

  private static String typedName(int column) {
    return "_typed_" + column;
  }

  private static List<String> payload(SourceDefinition source) {
    List<String> payload = new ArrayList<>(source.columns().stream().map(RawColumn::name).toList());
    if (source.onUnknownField() == UnknownField.RESCUE) {
      payload.add(SourceDefinition.RESCUED);
    }
    return payload;
  }

  private static void requireUsable(SourceDefinition source) {
    Problems problems = new Problems();
    for (RawColumn column : source.columns()) {
      if (SparkTypes.of(column.type()).isEmpty()) {
        problems.add(
            source.where(),
            "column %s of source %s has the type %s, which Starlift does not load."
                .formatted(column.name(), source.name(), column.type().ddl()),
            "Read it as VARCHAR.");
      } else if (column.format().isPresent()) {
        TemporalFormat.fault(
                column.format().get(), column.type(), column.rules().zone().isPresent())
            .ifPresent(
                fault ->
                    problems.add(
                        source.where(),
                        "format of column %s of source %s: %s."
                            .formatted(column.name(), source.name(), fault),
                        ""));
      }
    }
    problems.throwIfAny(ExitCode.WRONG_USAGE);
  }

  /** Text means the same value only under these settings, which the one session must have. */
  static void requireExactSession(SparkSession session) {
    requireSetting(session, "spark.sql.ansi.enabled", "true");
    requireSetting(session, "spark.sql.session.timeZone", "UTC");
  }

  private static void requireSetting(SparkSession session, String name, String value) {
    if (!session.conf().get(name).equalsIgnoreCase(value)) {
      throw new IllegalStateException("The Spark session must have " + name + " = " + value + ".");
    }
  }
}
