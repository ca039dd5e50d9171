package dev.starlift.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.TextTable;
import dev.starlift.warehouse.Connections;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs one statement in a namespace and prints its rows. CSV and JSON are streamed. */
final class QueryPrinter {
  /** A table is aligned as a whole, so it is held in memory; the other formats have no limit. */
  private static final int MAX_TABLE_ROWS = 10_000;

  private static final int ROWS_PER_FETCH = 1_000;

  private final Connections connections;

  enum Format {
    TABLE,
    CSV,
    /** One object per line. */
    JSON
  }

  QueryPrinter(Connections connections) {
    this.connections = connections;
  }

  /**
   * @throws StarliftException WRONG_USAGE with the warehouse's own words when it refuses the
   *     statement
   */
  void print(String sql, Format format, PrintStream out) {
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(ROWS_PER_FETCH);
        if (statement.execute(sql)) {
          try (ResultSet rows = statement.getResultSet()) {
            switch (format) {
              case TABLE -> printTable(rows, out);
              case CSV -> printCsv(rows, out);
              case JSON -> printJson(rows, out);
            }
          }
        } else {
          out.println("%,d rows changed".formatted(Math.max(0, statement.getUpdateCount())));
        }
      }
      connection.commit();
      out.flush();
    } catch (SQLException e) {
      throw new StarliftException(
          ExitCode.WRONG_USAGE, new Problem(connections.namespace(), e.getMessage(), ""), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot print the rows", e);
    }
  }

  private static void printTable(ResultSet rows, PrintStream out) throws SQLException {
    TextTable table = new TextTable(labels(rows.getMetaData()));
    int printed = 0;
    boolean more = false;
    while (rows.next()) {
      if (printed == MAX_TABLE_ROWS) {
        more = true;
        break;
      }
      table.row(cells(rows, ""));
      printed++;
    }
    out.print(table.render());
    out.println(
        more
            ? "(the first %,d rows; --format csv or json prints all)".formatted(printed)
            : printed == 1 ? "(1 row)" : "(%,d rows)".formatted(printed));
  }

  private static void printCsv(ResultSet rows, PrintStream out) throws SQLException, IOException {
    Writer writer = new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8);
    CsvWriter csv = CsvWriter.builder().build(writer);
    csv.writeRecord(labels(rows.getMetaData()));
    while (rows.next()) {
      csv.writeRecord(cells(rows, null));
    }
    csv.flush();
  }

  private static void printJson(ResultSet rows, PrintStream out) throws SQLException, IOException {
    List<String> labels = labels(rows.getMetaData());
    JsonFactory json = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (JsonGenerator generator = json.createGenerator(out)) {
      generator.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
      while (rows.next()) {
        generator.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
          generator.writeFieldName(labels.get(i));
          Object value = rows.getObject(i + 1);
          if (value == null) {
            generator.writeNull();
          } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
          } else if (value instanceof Number) {
            generator.writeNumber(rows.getString(i + 1));
          } else {
            generator.writeString(rows.getString(i + 1));
          }
        }
        generator.writeEndObject();
      }
    }
    out.println();
  }

  private static List<String> labels(ResultSetMetaData columns) throws SQLException {
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      labels.add(columns.getColumnLabel(i));
    }
    return labels;
  }

  private static List<String> cells(ResultSet row, String nullText) throws SQLException {
    List<String> cells = new ArrayList<>();
    int columns = row.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      String value = row.getString(i);
      cells.add(value == null ? nullText : value);
    }
    return cells;
  }
}
