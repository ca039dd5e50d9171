package dev.starlift.warehouse;

import dev.starlift.model.Literal;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.sql.Statement;
import dev.starlift.stage.StagedTable;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds out why the server refused a statement, in the session that was just rolled back. */
final class Refusal {
  private static final int SHOWN_ERRORS = 10;
  private static final String NOTHING_PUBLISHED = "Nothing was published.";

  private final SqlSession session;

  Refusal(SqlSession session) {
    this.session = session;
  }

  /** What to tell the user; a syntax error is not the user's. */
  RuntimeException explain(SqlFailure failure, List<Step> steps) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    Optional<Step.Procedure> procedure =
        steps.stream()
            .filter(step -> step.statement().equals(failure.statement()))
            .filter(Step.Procedure.class::isInstance)
            .map(Step.Procedure.class::cast)
            .findFirst();
    if (procedure.isPresent()) {
      return new StarliftException(
          state.startsWith("42") ? ExitCode.WRONG_USAGE : ExitCode.INPUT_UNUSABLE,
          new Problem(
              procedure.get().file(),
              "procedure %s has failed: %s"
                  .formatted(
                      procedure.get().procedure(), ServerText.withoutValues(failure.getMessage())),
              NOTHING_PUBLISHED),
          failure);
    }
    if (state.equals("42601")) {
      return new IllegalStateException("Cannot " + failure.statement().purpose(), failure);
    }
    Optional<StagedTable> copied =
        steps.stream()
            .filter(step -> step.statement().equals(failure.statement()))
            .filter(Step.Copy.class::isInstance)
            .map(step -> ((Step.Copy) step).staged())
            .findFirst();
    if (copied.isPresent()) {
      return new StarliftException(ExitCode.INPUT_UNUSABLE, problemsOfCopy(copied.get(), failure));
    }
    ExitCode code =
        state.startsWith("22") || state.startsWith("23")
            ? ExitCode.INPUT_UNUSABLE
            : state.startsWith("42") || state.startsWith("3F")
                ? ExitCode.WRONG_USAGE
                : ExitCode.UNREACHABLE;
    return new StarliftException(
        code,
        new Problem(
            failure.statement().purpose(),
            "the warehouse refused: " + ServerText.withoutValues(failure.getMessage()),
            NOTHING_PUBLISHED),
        failure);
  }

  private List<Problem> problemsOfCopy(StagedTable staged, SqlFailure failure) {
    List<Problem> problems = new ArrayList<>();
    problems.add(
        new Problem(
            staged.table().name().toString(),
            "COPY failed: " + ServerText.withoutValues(failure.getMessage()),
            NOTHING_PUBLISHED + " The staged files are listed in " + staged.manifest()));
    problems.addAll(loadErrors(staged));
    return problems;
  }

  /**
   * Looked up by the folder of the files, which no other load has: the number of the failed query
   * is another one in every view. Serverless has the first view only, older clusters the second.
   */
  private List<Problem> loadErrors(StagedTable staged) {
    String folder = staged.manifest().substring(0, staged.manifest().lastIndexOf('/') + 1);
    for (LoadErrorView view : LoadErrorView.values()) {
      try {
        List<Problem> found = session.rows(view.query(folder), view::problem);
        if (!found.isEmpty()) {
          return found;
        }
      } catch (SQLException e) {
        // Not every kind of warehouse lets everybody read every view; the other may do.
      } finally {
        rollBack();
      }
    }
    return List.of();
  }

  private void rollBack() {
    try {
      session.rollback();
    } catch (SQLException e) {
      // The session ends now in any case.
    }
  }

  /** Where load errors are kept. */
  private enum LoadErrorView {
    SYS(
        "sys_load_error_detail",
        "file_name",
        "column_name",
        "column_type",
        "error_code",
        "error_message"),
    STL("stl_load_errors", "filename", "colname", "type", "err_code", "err_reason");

    private final String view;
    private final String file;
    private final String column;
    private final String type;
    private final String code;
    private final String reason;

    LoadErrorView(
        String view, String file, String column, String type, String code, String reason) {
      this.view = view;
      this.file = file;
      this.column = column;
      this.type = type;
      this.code = code;
      this.reason = reason;
    }

    Statement query(String folder) {
      return new Statement(
          "why COPY failed",
          "SELECT * FROM %s WHERE LEFT(%s, %d) = %s LIMIT %d"
              .formatted(view, file, folder.length(), Literal.sql(folder), SHOWN_ERRORS));
    }

    Problem problem(ResultSet row) throws SQLException {
      String line = present(row, "line_number") ? text(row, "line_number") : "";
      String where = text(row, file) + (line.isEmpty() || line.equals("0") ? "" : ":" + line);
      String what =
          "column %s (%s): %s (code %s)."
              .formatted(
                  text(row, column),
                  text(row, type),
                  ServerText.withoutValues(text(row, reason)),
                  text(row, code));
      return new Problem(where, what, "");
    }

    private static boolean present(ResultSet row, String column) throws SQLException {
      ResultSetMetaData columns = row.getMetaData();
      Set<String> names = new HashSet<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
      }
      return names.contains(column);
    }

    /** The old views pad their texts. */
    private static String text(ResultSet row, String column) throws SQLException {
      return Objects.requireNonNullElse(row.getString(column), "").strip();
    }
  }
}
