package dev.starlift.report;

import java.util.Map;
import java.util.stream.Collectors;

/** A report as the text that ends a run. Pure. */
public final class Summary {
  private Summary() {}

  public static String of(RunReport report) {
    StringBuilder text = new StringBuilder();
    if (!report.parameters().isEmpty()) {
      text.append("Parameters: ")
          .append(
              report.parameters().entrySet().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")))
          .append("\n");
    }
    TextTable sources =
        new TextTable("source", "files", "read", "accepted", "rejected", "superseded", "reasons");
    for (RunReport.SourceCounts source : report.sources()) {
      sources.row(
          source.source(),
          source.files(),
          source.read(),
          source.accepted(),
          source.rejected() - source.superseded(),
          source.superseded(),
          reasons(source.reasons()));
    }
    TextTable tables =
        new TextTable(
            "table",
            "mode",
            "rows",
            "rejected",
            "staged KB",
            "copied",
            "inserted",
            "updated",
            "deleted",
            "reasons");
    for (RunReport.TableCounts table : report.tables()) {
      tables.row(
          table.table(),
          table.mode(),
          table.accepted(),
          table.rejected() - table.superseded(),
          (table.stagedBytes() + 1023) / 1024,
          table.copied(),
          table.inserted(),
          table.updated(),
          table.deleted(),
          reasons(table.reasons()));
    }
    text.append(sources.render()).append('\n').append(tables.render());
    report.notes().forEach(note -> text.append('\n').append(note));
    return text.toString().stripTrailing();
  }

  private static String reasons(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .map(reason -> reason.getKey() + " " + reason.getValue())
        .collect(Collectors.joining(", "));
  }
}
