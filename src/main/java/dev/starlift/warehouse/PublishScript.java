package dev.starlift.warehouse;

import dev.starlift.model.ForeignKey;
import dev.starlift.model.Identifier;
import dev.starlift.model.InputFile;
import dev.starlift.model.LoadMode;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.CopyStatements;
import dev.starlift.sql.HistoryStatements;
import dev.starlift.sql.LedgerStatements;
import dev.starlift.sql.LedgerStatements.Counts;
import dev.starlift.sql.LedgerStatements.Entry;
import dev.starlift.sql.PublishStatements;
import dev.starlift.sql.Statement;
import dev.starlift.sql.TempTable;
import dev.starlift.sql.VerificationQueries;
import dev.starlift.stage.StagedTable;
import dev.starlift.warehouse.Publication.Members;
import dev.starlift.warehouse.Publication.Observed;
import dev.starlift.warehouse.Publication.OfMembers;
import dev.starlift.warehouse.Publication.ProcedureCall;
import dev.starlift.warehouse.Publication.Referrer;
import dev.starlift.warehouse.Publication.TablePublication;
import dev.starlift.warehouse.Step.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The publish transaction as a list of steps, the same for a plan and for the run. Locks come
 * first, for under snapshot isolation whatever is read before the lock may be out of date.
 */
final class PublishScript {
  private final Publication publication;
  private final Optional<String> role;
  private final Instant now;
  private final Map<TableName, List<TempTable>> memberRows = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private PublishScript(Publication publication, Optional<String> role, Instant now) {
    this.publication = publication;
    this.role = role;
    this.now = now;
  }

  /**
   * @param role with which Redshift reads the stage
   * @param now what the ledger will say
   * @throws StarliftException when a foreign key cannot be verified as it is declared
   */
  static List<Step> of(
      Publication publication, Optional<String> role, Instant now, Duration lockWait) {
    PublishScript script = new PublishScript(publication, role, now);
    script.lock(lockWait);
    script.checkLedger();
    publication.tables().forEach(script::copyAndProve);
    publication.members().forEach(script::copyAndProve);
    script.membersOfOtherTables();
    publication.tables().forEach(script::change);
    publication.tables().forEach(script::proveReferences);
    publication
        .calls()
        .forEach(
            call ->
                script.steps.addAll(
                    CallSteps.of(call, key -> script.referenced(call.table(), key))));
    script.dropStagingTables();
    script.recordLoad();
    return List.copyOf(script.steps);
  }

  /** Every table whose ledger the transaction locks: written to, or read to compute the release. */
  static SortedSet<TableName> touched(Publication publication) {
    SortedSet<TableName> touched = written(publication);
    touched.addAll(publication.readVersions().keySet());
    for (TablePublication table : publication.tables()) {
      if (table.versions().orElse(null) instanceof OfMembers versions) {
        versions.referrers().forEach(referrer -> touched.add(referrer.table().name()));
      }
    }
    return touched;
  }

  static SortedSet<TableName> written(Publication publication) {
    SortedSet<TableName> written = new TreeSet<>();
    written.addAll(targets(publication));
    publication.members().stream()
        .filter(members -> members.staged().rows() > 0)
        .forEach(members -> written.add(members.table().name()));
    return written;
  }

  /** The tables of the job that the release fills: each has a ledger row for it. */
  static List<TableName> targets(Publication publication) {
    return Stream.concat(
            publication.tables().stream().map(table -> table.table().name()),
            publication.calls().stream().map(call -> call.table().name()))
        .toList();
  }

  private void lock(Duration wait) {
    steps.add(
        new Step.Run(
            new Statement(
                "limit the wait for the lock", "SET statement_timeout TO " + wait.toMillis())));
    SortedSet<TableName> touched = touched(publication);
    steps.add(new Step.Lock(LedgerStatements.lock(touched)));
    steps.add(new Step.Run(new Statement("no limit from here on", "RESET statement_timeout")));
    touched.forEach(
        table -> steps.add(new Step.Run(LedgerStatements.markLock(table, publication.load()))));
  }

  private void checkLedger() {
    steps.add(new Step.FindLoad(LedgerStatements.find(targets(publication), publication.load())));
    new TreeMap<>(publication.readVersions())
        .forEach(
            (table, version) ->
                steps.add(new Step.CheckVersion(LedgerStatements.version(table), table, version)));
  }

  private void copyAndProve(TablePublication table) {
    if (table.staged().rows() == 0) {
      return;
    }
    TempTable rows = TempTable.forRows(table.table());
    copy(rows, table.staged());
    steps.addAll(Proofs.keysAreUnique(rows));
    if (table.mode() == LoadMode.APPEND) {
      steps.addAll(Proofs.keysAreNew(rows));
    }
    if (table.mode().matchesByKey()) {
      steps.addAll(Proofs.rowsCanBeMatched(rows));
    }
    Proofs.keysInOtherLetters(rows, member(table), table.mode().matchesByKey())
        .ifPresent(steps::add);
    if (table.versions().orElse(null) instanceof Observed) {
      Proofs.saysWhatWasSaidBefore(rows).ifPresent(steps::add);
    }
  }

  /** What tells the rows of a table apart, but for the versions of one. */
  private static List<Identifier> member(TablePublication table) {
    return table.versions().orElse(null) instanceof OfMembers versions
        ? versions.validity().member(table.table())
        : table.table().businessKey();
  }

  private void copyAndProve(Members members) {
    if (members.staged().rows() == 0) {
      return;
    }
    TempTable rows =
        TempTable.forMembers(members.table(), publication.members().indexOf(members) + 1);
    memberRows.computeIfAbsent(members.table().name(), name -> new ArrayList<>()).add(rows);
    copy(rows, members.staged());
    steps.addAll(Proofs.keysAreUnique(rows));
    steps.addAll(Proofs.rowsCanBeMatched(rows));
  }

  private void copy(TempTable rows, StagedTable staged) {
    steps.add(new Step.Run(rows.create()));
    if (staged.stagingTable().isPresent()) {
      steps.add(new Step.Fill(PublishStatements.fill(rows, staged.stagingTable().get()), staged));
      return;
    }
    Statement copy =
        staged.format() == StagedTable.Format.PARQUET
            ? CopyStatements.parquet(rows, staged.manifest(), role)
            : CopyStatements.csvGzip(rows, staged.manifest(), role);
    steps.add(new Step.Copy(copy, staged));
    steps.add(new Step.CountCopied(CopyStatements.copiedRows(rows), staged));
  }

  /** A dimension that this release does not load still gets the members that facts need. */
  private void membersOfOtherTables() {
    new TreeMap<>(memberRows)
        .forEach(
            (name, rows) -> {
              if (findPublication(name).isEmpty()) {
                addMembers(name);
              }
            });
  }

  private void change(TablePublication table) {
    Table target = table.table();
    TempTable rows = TempTable.forRows(target);
    boolean hasRows = table.staged().rows() > 0;
    switch (table.mode()) {
      case APPEND -> insertAll(rows, hasRows);
      case REPLACE -> {
        change(PublishStatements.deleteAll(target), target, Counter.DELETED);
        insertAll(rows, hasRows);
      }
      case REPLACE_SLICE -> {
        if (hasRows) {
          change(PublishStatements.deleteSlices(rows, table.slice()), target, Counter.DELETED);
        }
        PublishStatements.deleteTouchedSlices(target, table.slice(), table.touchedSlices())
            .forEach(statement -> change(statement, target, Counter.DELETED));
        insertAll(rows, hasRows);
        if (hasRows) {
          VerificationQueries.keys(target).stream()
              .filter(key -> !key.containsAll(table.slice()))
              .forEach(key -> steps.add(Proofs.keyIsUniqueInTarget(rows, key)));
        }
      }
      case UPSERT -> {
        if (hasRows) {
          PublishStatements.updateChanged(rows)
              .forEach(statement -> change(statement, target, Counter.UPDATED));
          insertAbsent(rows);
        }
      }
      case SCD2 -> {
        if (hasRows) {
          changeVersions(rows, (OfMembers) table.versions().orElseThrow());
        }
      }
    }
    addMembers(target.name());
  }

  private void changeVersions(TempTable rows, OfMembers versions) {
    for (Referrer referrer : versions.referrers()) {
      steps.add(
          new Step.Run(
              HistoryStatements.follow(
                  rows, versions.validity(), referrer.table(), referrer.column())));
    }
    change(
        HistoryStatements.deleteFormer(rows, versions.validity()), rows.target(), Counter.DELETED);
    PublishStatements.updateChanged(rows)
        .forEach(statement -> change(statement, rows.target(), Counter.UPDATED));
    insertAbsent(rows);
    steps.addAll(Proofs.versionsFollowEachOther(rows, versions.validity()));
  }

  private void insertAll(TempTable rows, boolean hasRows) {
    if (hasRows) {
      change(PublishStatements.insertAll(rows), rows.target(), Counter.INSERTED);
    }
  }

  private void addMembers(TableName name) {
    memberRows.getOrDefault(name, List.of()).forEach(this::insertAbsent);
  }

  private void insertAbsent(TempTable rows) {
    change(PublishStatements.insertAbsent(rows), rows.target(), Counter.INSERTED);
    for (List<Identifier> key : VerificationQueries.keys(rows.target())) {
      if (!key.equals(rows.target().businessKey())) {
        steps.add(Proofs.keyIsUniqueInTarget(rows, key));
      }
    }
  }

  private void proveReferences(TablePublication table) {
    if (table.staged().rows() == 0) {
      return;
    }
    TempTable rows = TempTable.forRows(table.table());
    for (ForeignKey key : table.table().foreignKeys()) {
      steps.add(Proofs.referencesResolve(rows, key, referenced(table.table(), key)));
    }
  }

  private List<Identifier> referenced(Table table, ForeignKey key) {
    if (!key.referenced().isEmpty()) {
      return key.referenced();
    }
    return declared(key.table())
        .map(Table::primaryKey)
        .filter(primary -> primary.size() == key.columns().size())
        .orElseThrow(
            () ->
                new StarliftException(
                    ExitCode.WRONG_USAGE,
                    new Problem(
                        table.name().toString(),
                        "the foreign key (%s) does not say which columns of %s it refers to, and"
                                .formatted(Proofs.text(key.columns()), key.table())
                            + " the release has no primary key of that table to go by.",
                        "Write REFERENCES %s (column).".formatted(key.table()))));
  }

  private Optional<Table> declared(TableName name) {
    return findPublication(name)
        .map(TablePublication::table)
        .or(
            () ->
                publication.members().stream()
                    .map(Members::table)
                    .filter(table -> table.name().equals(name))
                    .findFirst());
  }

  private void dropStagingTables() {
    List<StagedTable> staged = new ArrayList<>();
    publication.tables().forEach(table -> staged.add(table.staged()));
    publication.members().forEach(members -> staged.add(members.staged()));
    for (StagedTable table : staged) {
      table
          .stagingTable()
          .ifPresent(name -> steps.add(new Step.Run(PublishStatements.dropStaging(name))));
    }
  }

  private void recordLoad() {
    for (TableName name : written(publication)) {
      steps.add(
          new Step.RecordLoad(
              LedgerStatements.record(name, entry(name, Counts.unknown())),
              name,
              counts ->
                  LedgerStatements.record(
                      name,
                      entry(
                          name,
                          Counts.of(
                              counts.copied(),
                              counts.inserted(),
                              counts.updated(),
                              counts.deleted())))));
      inputs(name)
          .ifPresent(
              files ->
                  LedgerStatements.recordInputs(
                          name, publication.load(), publication.parameters(), files)
                      .forEach(statement -> steps.add(new Step.Run(statement))));
    }
  }

  private Entry entry(TableName name, Counts counts) {
    Optional<TablePublication> table = findPublication(name);
    Optional<LoadMode> mode =
        table.map(TablePublication::mode).or(() -> findCall(name).map(ProcedureCall::mode));
    return new Entry(
        publication.load(),
        publication.job(),
        publication.run(),
        mode.map(LoadMode::keyword).orElse(LedgerStatements.MEMBERS),
        now,
        inputs(name).orElse(Map.of()).values().stream().mapToLong(List::size).sum(),
        table.map(TablePublication::read).orElse(0L),
        table.map(TablePublication::rejected).orElse(0L),
        counts);
  }

  /** The files behind what a table of the job is filled with. */
  private Optional<Map<String, List<InputFile>>> inputs(TableName name) {
    return findPublication(name)
        .map(TablePublication::inputs)
        .or(() -> findCall(name).map(ProcedureCall::inputs));
  }

  private Optional<ProcedureCall> findCall(TableName name) {
    return publication.calls().stream()
        .filter(call -> call.table().name().equals(name))
        .findFirst();
  }

  private Optional<TablePublication> findPublication(TableName name) {
    return publication.tables().stream()
        .filter(table -> table.table().name().equals(name))
        .findFirst();
  }

  private void change(Statement statement, Table table, Counter counter) {
    steps.add(new Step.Change(statement, table.name(), counter));
  }
}
