package dev.starlift.job;

import dev.starlift.model.ColumnType;
import dev.starlift.model.TableName;
import java.util.List;

/**
 * A stored procedure as its file declares it.
 *
 * @param name with its schema
 * @param sql {@code CREATE OR REPLACE PROCEDURE …}, as it is sent
 */
public record Procedure(String file, TableName name, List<Argument> arguments, String sql) {
  public Procedure {
    arguments = List.copyOf(arguments);
  }

  /** What it is given. */
  public record Argument(String name, ColumnType type) {}
}
