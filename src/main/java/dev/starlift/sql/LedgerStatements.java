package dev.starlift.sql;

import dev.starlift.model.InputFile;
import dev.starlift.model.Literal;
import dev.starlift.model.LoadId;
import dev.starlift.model.LoadMode;
import dev.starlift.model.TableName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The ledger: which load is in which table, from which inputs, and the lock that guards it. */
public final class LedgerStatements {
  /** {@code mode} of a ledger row for members that facts of another table brought. */
  public static final String MEMBERS = "members";

  /**
   * {@code source} of an input that is no file but a parameter: {@code uri} is its name, {@code
   * etag} its value. No source of a job can be called so.
   */
  public static final String PARAMETER = ":parameter";

  private static final int INPUTS_PER_STATEMENT = 500;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LedgerStatements() {}

  /**
   * What a ledger row says about a load.
   *
   * @param mode keyword of the {@link LoadMode}, or {@link #MEMBERS}
   * @param counts numbers as text; a plan does not know them yet and says {@code :inserted}
   */
  public record Entry(
      LoadId load,
      String job,
      String run,
      String mode,
      Instant committedAt,
      long inputs,
      long read,
      long rejected,
      Counts counts) {}

  /** Numbers as SQL text. */
  public record Counts(String copied, String inserted, String updated, String deleted) {
    public static Counts of(long copied, long inserted, long updated, long deleted) {
      return new Counts(
          Long.toString(copied),
          Long.toString(inserted),
          Long.toString(updated),
          Long.toString(deleted));
    }

    public static Counts unknown() {
      return new Counts(":copied", ":inserted", ":updated", ":deleted");
    }
  }

  public static Statement createSchema() {
    return new Statement(
        "schema of the ledgers", "CREATE SCHEMA IF NOT EXISTS " + LedgerTables.SCHEMA.sql());
  }

  public static List<Statement> create(TableName target) {
    return List.of(
        new Statement(
            "ledger of " + target,
            """
            CREATE TABLE IF NOT EXISTS %s (
              load_id VARCHAR(64) NOT NULL,
              job VARCHAR(1024) NOT NULL,
              run VARCHAR(1024) NOT NULL,
              mode VARCHAR(32) NOT NULL,
              committed_at TIMESTAMP NOT NULL,
              inputs BIGINT NOT NULL,
              read_rows BIGINT NOT NULL,
              rejected_rows BIGINT NOT NULL,
              copied_rows BIGINT NOT NULL,
              inserted_rows BIGINT NOT NULL,
              updated_rows BIGINT NOT NULL,
              deleted_rows BIGINT NOT NULL
            )"""
                .formatted(LedgerTables.ledger(target).sql())),
        new Statement(
            "loaded inputs of " + target,
            """
            CREATE TABLE IF NOT EXISTS %s (
              load_id VARCHAR(64) NOT NULL,
              source VARCHAR(1024) NOT NULL,
              uri VARCHAR(4096) NOT NULL,
              etag VARCHAR(1024) NOT NULL,
              bytes BIGINT NOT NULL
            )"""
                .formatted(LedgerTables.inputs(target).sql())),
        new Statement(
            "lock of " + target,
            "CREATE TABLE IF NOT EXISTS %s (\n  holder VARCHAR(64) NOT NULL\n)"
                .formatted(LedgerTables.lock(target).sql())));
  }

  /** The row that every publishing transaction changes; to be run under {@link #lock}. */
  public static Statement createLockRow(TableName target) {
    String lock = LedgerTables.lock(target).sql();
    return new Statement(
        "lock row of " + target,
        "INSERT INTO %s (holder)\nSELECT 'nobody'\nWHERE NOT EXISTS (SELECT 1 FROM %s)"
            .formatted(lock, lock));
  }

  /** In sorted order, so that two loads never wait for each other. */
  public static Statement lock(Collection<TableName> targets) {
    SortedSet<TableName> locks =
        targets.stream().map(LedgerTables::lock).collect(Collectors.toCollection(TreeSet::new));
    return new Statement(
        "wait for other loads of " + text(targets),
        "LOCK TABLE " + locks.stream().map(TableName::sql).collect(Collectors.joining(", ")));
  }

  /** Under snapshot isolation two loads collide here even if a lock was skipped. */
  public static Statement markLock(TableName target, LoadId load) {
    return new Statement(
        "take the lock of " + target,
        "UPDATE %s SET holder = %s"
            .formatted(LedgerTables.lock(target).sql(), Literal.sql(load.value())));
  }

  /** Answers {@code committed_at, run} for each target that has the load. */
  public static Statement find(Collection<TableName> targets, LoadId load) {
    return new Statement(
        "is load " + load.abbreviated() + " there already?",
        new TreeSet<>(targets)
            .stream()
                .map(
                    target ->
                        "SELECT committed_at, run FROM %s WHERE load_id = %s"
                            .formatted(
                                LedgerTables.ledger(target).sql(), Literal.sql(load.value())))
                .collect(Collectors.joining("\nUNION ALL\n")));
  }

  /** The number of loads that a table has had. */
  public static Statement version(TableName target) {
    return new Statement(
        "version of " + target, "SELECT COUNT(*) FROM " + LedgerTables.ledger(target).sql());
  }

  public static Statement record(TableName target, Entry entry) {
    return new Statement(
        "ledger of " + target,
        "INSERT INTO %s VALUES (%s)"
            .formatted(
                LedgerTables.ledger(target).sql(),
                String.join(
                    ", ",
                    Literal.sql(entry.load().value()),
                    Literal.sql(entry.job()),
                    Literal.sql(entry.run()),
                    Literal.sql(entry.mode()),
                    Literal.sql(TIMESTAMP.format(entry.committedAt())),
                    Long.toString(entry.inputs()),
                    Long.toString(entry.read()),
                    Long.toString(entry.rejected()),
                    entry.counts().copied(),
                    entry.counts().inserted(),
                    entry.counts().updated(),
                    entry.counts().deleted())));
  }

  public static List<Statement> recordInputs(
      TableName target,
      LoadId load,
      Map<String, String> parameters,
      Map<String, List<InputFile>> inputs) {
    List<String> rows = new ArrayList<>();
    new TreeMap<>(parameters)
        .forEach(
            (name, value) ->
                rows.add(
                    "(%s, %s, %s, %s, 0)"
                        .formatted(
                            Literal.sql(load.value()),
                            Literal.sql(PARAMETER),
                            Literal.sql(name),
                            Literal.sql(value))));
    new TreeMap<>(inputs)
        .forEach(
            (source, files) ->
                files.stream()
                    .sorted()
                    .forEach(
                        file ->
                            rows.add(
                                "(%s, %s, %s, %s, %d)"
                                    .formatted(
                                        Literal.sql(load.value()),
                                        Literal.sql(source),
                                        Literal.sql(file.uri()),
                                        Literal.sql(file.etag()),
                                        file.bytes()))));
    List<Statement> statements = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += INPUTS_PER_STATEMENT) {
      List<String> some = rows.subList(from, Math.min(rows.size(), from + INPUTS_PER_STATEMENT));
      statements.add(
          new Statement(
              "inputs of " + target,
              "INSERT INTO %s VALUES\n%s"
                  .formatted(LedgerTables.inputs(target).sql(), String.join(",\n", some))));
    }
    return statements;
  }

  /** Answers {@code load_id, source, uri, etag}; parameters have the source {@link #PARAMETER}. */
  public static Statement readInputs(TableName target) {
    return new Statement(
        "loaded inputs of " + target,
        "SELECT load_id, source, uri, etag FROM " + LedgerTables.inputs(target).sql());
  }

  /** Answers {@code load_id, uri, etag}: the name and the value of each parameter of a load. */
  public static Statement readParameters(TableName target) {
    return new Statement(
        "parameters of the loads of " + target,
        "SELECT load_id, uri, etag FROM %s WHERE source = %s"
            .formatted(LedgerTables.inputs(target).sql(), Literal.sql(PARAMETER)));
  }

  /** Answers every column of the ledger for one job, newest first. */
  public static Statement readHistory(TableName target, String job) {
    return new Statement(
        "loads of " + target,
        """
        SELECT load_id, job, run, mode, committed_at, inputs, read_rows, rejected_rows,
          copied_rows, inserted_rows, updated_rows, deleted_rows
        FROM %s
        WHERE job = %s
        ORDER BY committed_at DESC"""
            .formatted(LedgerTables.ledger(target).sql(), Literal.sql(job)));
  }

  private static String text(Collection<TableName> targets) {
    return new TreeSet<>(targets)
        .stream().map(TableName::toString).collect(Collectors.joining(", "));
  }
}
