package dev.starlift.job;

import dev.starlift.ddl.DdlPrinter;
import dev.starlift.job.TableLoad.FromProcedure;
import dev.starlift.job.TableLoad.FromQuery;
import dev.starlift.job.TableLoad.FromSource;
import dev.starlift.job.TableLoad.History;
import dev.starlift.job.TableLoad.Lookup;
import dev.starlift.job.TableLoad.Read;
import dev.starlift.job.TableLoad.SourceRead;
import dev.starlift.job.TableLoad.TableRead;
import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import dev.starlift.model.Validity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a load is, apart from its inputs: everything that decides which rows the same files become.
 *
 * <p>Left out on purpose: where files lie and which of them are selected, because a load names its
 * inputs one by one; {@code max-rejects}, which decides whether rows are published but not which;
 * lines and formatting. So moving a bucket or allowing more rejects does not make another load.
 *
 * <p>Each value is written with its length, so that no two definitions have the same text.
 */
final class Fingerprint {
  /** Changes when the same definition is to make other rows than before. */
  private static final String VERSION = "starlift-job-1";

  private final StringBuilder text = new StringBuilder();

  private Fingerprint() {}

  /** 64 hexadecimal digits. */
  static String of(
      String name,
      Map<TableName, Table> schema,
      Map<String, String> parameters,
      List<SourceDefinition> sources,
      List<TableLoad> loads) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.put("version", VERSION);
    fingerprint.put("job", name);
    new TreeMap<>(parameters)
        .forEach(
            (parameter, value) -> {
              fingerprint.put("parameter", parameter);
              fingerprint.put("value of it", value);
            });
    sources.stream()
        .sorted(Comparator.comparing(SourceDefinition::name))
        .forEach(fingerprint::source);
    Set<TableName> used = new TreeSet<>();
    loads.stream()
        .sorted(Comparator.comparing(load -> load.table().name()))
        .forEach(
            load -> {
              fingerprint.load(load);
              used.addAll(tables(load));
            });
    used.forEach(table -> fingerprint.put("ddl", DdlPrinter.statements(schema.get(table)).get(0)));
    return fingerprint.digest();
  }

  private static Set<TableName> tables(TableLoad load) {
    Set<TableName> tables = new TreeSet<>();
    tables.add(load.table().name());
    load.lookups().forEach(lookup -> tables.add(lookup.table()));
    if (load.input() instanceof FromQuery query) {
      for (Read read : query.reads().values()) {
        if (read instanceof TableRead other) {
          tables.add(other.table());
        }
      }
    }
    return tables;
  }

  private void source(SourceDefinition source) {
    put("source", source.name());
    put("format", source.format().name());
    put("delimiter", String.valueOf(source.csv().delimiter()));
    put("quote", String.valueOf(source.csv().quote()));
    put("header", String.valueOf(source.csv().hasHeader()));
    source.csv().nullMark().ifPresent(mark -> put("null", mark));
    put("encoding", source.csv().encoding().name());
    // Younger keys count only where they are used: the loads of before keep their identity.
    if (!source.csv().lineBreaksInFields()) {
      put("line breaks", "false");
    }
    source.csv().escape().ifPresent(escape -> put("escape", escape.toString()));
    source.csv().comment().ifPresent(comment -> put("comment", comment.toString()));
    if (source.csv().header() == CsvDialect.Header.SKIPPED) {
      put("header names", "skipped");
    }
    if (source.csv().blankLinesAreRecords()) {
      put("blank lines", "records");
    }
    if (source.json() != JsonLayout.LINES) {
      put("layout", source.json().name());
    }
    for (RawColumn column : source.columns()) {
      put("column", column.name());
      put("field", column.field());
      put("type", column.type().ddl());
      put("nullable", String.valueOf(column.nullable()));
      column.format().ifPresent(format -> put("pattern", format));
      put("trim", String.valueOf(column.trim()));
      if (column.isInDirectory()) {
        put("in", "directory");
      }
      if (column.optional()) {
        put("optional", "true");
      }
      if (!column.rules().equals(ValueRules.NONE)) {
        rules(column.rules());
      }
    }
    source.key().forEach(column -> put("key", column));
    source.order().forEach(column -> put("order", column));
    put("unknown", source.onUnknownField().name());
    source
        .table()
        .ifPresent(
            table -> {
              put("source table", table.name().toString());
              table.where().ifPresent(where -> put("source where", where));
            });
  }

  private void rules(ValueRules rules) {
    rules.min().ifPresent(text -> put("min", text));
    rules.max().ifPresent(text -> put("max", text));
    rules.pattern().ifPresent(text -> put("matches", text));
    rules.values().forEach(text -> put("value", text));
    rules.epoch().ifPresent(unit -> put("epoch", unit.name()));
    rules.decimalSeparator().ifPresent(mark -> put("separator", mark.toString()));
    rules.trueWords().forEach(text -> put("true", text));
    rules.falseWords().forEach(text -> put("false", text));
    rules.zone().ifPresent(zone -> put("zone", zone.getId()));
    rules.exact().ifPresent(exact -> put("exact", exact.toString()));
    put("not finite", String.valueOf(rules.notFinite()));
    rules.nullTexts().forEach(text -> put("null text", text));
  }

  private void load(TableLoad load) {
    put("table", load.table().name().toString());
    put("mode", load.mode().name());
    load.slice().forEach(column -> put("slice", column.value()));
    load.sliceValues().forEach(value -> put("slice value", value));
    if (load.input() instanceof FromSource from) {
      put("from", from.source());
    } else if (load.input() instanceof FromQuery query) {
      put("query", query.sql().replace("\r\n", "\n").strip());
      new TreeMap<>(query.reads()).forEach(this::read);
    } else if (load.input() instanceof FromProcedure call) {
      put("procedure", call.procedure().sql().replace("\r\n", "\n").strip());
      call.arguments().forEach(argument -> put("argument", argument));
      call.reads().forEach(table -> put("reads", table.toString()));
    }
    new TreeMap<>(load.columns())
        .forEach(
            (column, expression) -> {
              put("fill", column.value());
              put("expression", expression);
            });
    if (load.keys() == TableLoad.Keys.SEQUENCE) {
      put("keys", "sequence");
    }
    load.history().ifPresent(this::history);
    load.selection().where().ifPresent(where -> put("where", where.expression()));
    load.selection().order().forEach(column -> put("last by", column.value()));
    load.lookups().stream().sorted(Comparator.comparing(Lookup::column)).forEach(this::lookup);
    load.checks().stream()
        .sorted(Comparator.comparing(TableLoad.Check::name))
        .forEach(
            check -> {
              put("check", check.name());
              put("condition", check.expression());
            });
  }

  private void history(History history) {
    put("history", history.from());
    validity(history.validity());
    history.first().ifPresent(day -> put("first", day.toString()));
  }

  private void validity(Validity validity) {
    put("valid from", validity.from().value());
    put("valid to", validity.to().value());
    put("current", validity.current().value());
  }

  private void read(String view, Read read) {
    put("view", view);
    if (read instanceof SourceRead source) {
      put("reads source", source.source());
    } else if (read instanceof TableRead table) {
      put("reads table", table.table().toString());
      put("rows", table.rows().name());
      new TreeMap<>(table.slice())
          .forEach((ours, theirs) -> put("slice " + ours.value(), theirs.value()));
    }
  }

  private void lookup(Lookup lookup) {
    put("lookup", lookup.column().value());
    put("dimension", lookup.table().toString());
    put("take", lookup.take().value());
    put("missing", lookup.missing().name());
    lookup
        .asOf()
        .ifPresent(
            asOf -> {
              put("as of", asOf.time());
              validity(asOf.validity());
            });
    new TreeMap<>(lookup.match().near())
        .forEach(
            (column, near) -> {
              put("near", column.value());
              put("expression", near.to());
              put("within", near.within().stripTrailingZeros().toPlainString());
            });
    lookup.match().first().forEach(column -> put("first by", column.value()));
    new TreeMap<>(lookup.on())
        .forEach(
            (column, expression) -> {
              put("on", column.value());
              put("expression", expression);
            });
  }

  private void put(String what, String value) {
    text.append(what).append(' ').append(value.length()).append(' ').append(value).append('\n');
  }

  private String digest() {
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
