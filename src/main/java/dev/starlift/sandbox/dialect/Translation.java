package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import java.util.List;
import java.util.Set;

/** What is to be done for one statement of a client. */
public sealed interface Translation {
  /** The statement's name for messages: {@code CREATE TABLE}. */
  String head();

  /** The same, where the statement's text had been rewritten before. */
  default Translation after(RewrittenSql first) {
    return this;
  }

  /**
   * PostgreSQL executes it, with parameters and rows as it likes.
   *
   * @param shared the shared tables that it reads; they must be at hand before it is parsed
   * @param readsLastIds whether it calls {@code pg_last_query_id()} or one of its kin
   */
  record Query(String head, RewrittenSql sql, Set<SharedTable> shared, boolean readsLastIds)
      implements Translation {
    public Query {
      shared = Set.copyOf(shared);
    }

    @Override
    public Query after(RewrittenSql first) {
      return new Query(head, sql.after(first), shared, readsLastIds);
    }
  }

  /**
   * PostgreSQL executes these one after the other, all or none, without parameters or rows.
   *
   * @param answer the step whose command tag the client is sent, or {@link #NO_ANSWER} for the head
   */
  record Script(
      String head, List<RewrittenSql> steps, int answer, BlockRule rule, Set<SharedTable> shared)
      implements Translation {
    public static final int NO_ANSWER = -1;

    public Script {
      steps = List.copyOf(steps);
      shared = Set.copyOf(shared);
    }

    @Override
    public Script after(RewrittenSql first) {
      return new Script(
          head, steps.stream().map(step -> step.after(first)).toList(), answer, rule, shared);
    }
  }

  /** COPY between a table and S3. */
  record Copy(String head, List<Token> tokens) implements Translation {
    public Copy {
      tokens = List.copyOf(tokens);
    }
  }

  /** UNLOAD of a query to S3. */
  record Unload(String head, List<Token> tokens) implements Translation {
    public Unload {
      tokens = List.copyOf(tokens);
    }
  }

  /** A statement about data shares or databases. */
  record Sharing(String head, List<Token> tokens) implements Translation {
    public Sharing {
      tokens = List.copyOf(tokens);
    }
  }

  /** Nothing but blanks and comments. */
  record Empty() implements Translation {
    @Override
    public String head() {
      return "";
    }
  }

  /** How a statement goes with the client's transaction block. */
  enum BlockRule {
    /** Part of it. */
    INSIDE,
    /** Refused inside one. */
    NOT_INSIDE,
    /** Commits it first. */
    COMMITS_FIRST
  }
}
