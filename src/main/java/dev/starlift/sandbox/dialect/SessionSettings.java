package dev.starlift.sandbox.dialect;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.Sql;
import dev.starlift.sandbox.session.SqlError;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * SET, SHOW and RESET. Parameters that only Redshift has are kept as PostgreSQL's custom settings
 * under {@code redshift.}, so that they live and die with the transaction as Redshift's do.
 */
final class SessionSettings {
  private static final String PREFIX = "redshift.";

  private static final Set<String> POSTGRES =
      Set.of(
          "application_name",
          "client_encoding",
          "client_min_messages",
          "datestyle",
          "extra_float_digits",
          "intervalstyle",
          "search_path",
          "seed",
          "statement_timeout",
          "timezone");

  /** With their defaults, as SHOW tells them before anybody sets them. */
  private static final Map<String, String> REDSHIFT =
      Map.ofEntries(
          Map.entry("activate_aqua", "auto"),
          Map.entry("analyze_threshold_percent", "10"),
          Map.entry("cast_super_null_on_error", "on"),
          Map.entry("describe_field_name_in_uppercase", "off"),
          Map.entry("downcase_delimited_identifier", "on"),
          Map.entry("enable_case_sensitive_identifier", "off"),
          Map.entry("enable_case_sensitive_super_attribute", "off"),
          Map.entry("enable_numeric_rounding", "on"),
          Map.entry("enable_result_cache_for_session", "on"),
          Map.entry("enable_vacuum_boost", "off"),
          Map.entry("error_on_nondeterministic_update", "off"),
          Map.entry("json_serialization_enable", "off"),
          Map.entry("json_serialization_parse_nested_strings", "off"),
          Map.entry("max_concurrency_scaling_clusters", "1"),
          Map.entry("max_cursor_result_set_size", "0"),
          Map.entry("mv_enable_aqmv_for_session", "on"),
          Map.entry("navigate_super_null_on_error", "on"),
          Map.entry("parse_super_null_on_error", "off"),
          Map.entry("pg_federation_repeatable_read", "on"),
          Map.entry("query_group", "default"),
          Map.entry("spectrum_enable_pseudo_columns", "on"),
          Map.entry("stored_proc_log_min_messages", "log"),
          Map.entry("wlm_query_slot_count", "1"));

  /** What SHOW tells, and nothing sets. */
  private static final Map<String, String> FIXED =
      Map.of(
          "server_version", "8.0.2", "server_encoding", "UNICODE", "max_identifier_length", "127");

  private final TokenCursor cursor;
  private final Edits edits;

  SessionSettings(TokenCursor cursor, Edits edits) {
    this.cursor = cursor;
    this.edits = edits;
  }

  /** The cursor stands behind SET; the edits make it PostgreSQL's. */
  void set() throws SqlError {
    boolean scoped = cursor.accept("SESSION") || cursor.accept("LOCAL");
    if (scoped && cursor.at("AUTHORIZATION")) {
      return;
    }
    if (cursor.accept("CHARACTERISTICS", "AS", "TRANSACTION") || cursor.accept("TRANSACTION")) {
      Isolation.modes(cursor, edits);
      return;
    }
    if (cursor.at("TIME", "ZONE")) {
      return;
    }
    Token first = cursor.peek();
    String name = expectParameter();
    requireFoldingStays(name);
    if (REDSHIFT.containsKey(name)) {
      edits.replace(first, first, PREFIX + name);
      // A bare word that PostgreSQL takes for its own settings only.
      if (cursor.acceptSymbol("=") || cursor.accept("TO")) {
        Token value = cursor.peek();
        if (value.isName() && !value.isWord("DEFAULT")) {
          edits.replace(value, Sql.literal(value.value()));
        }
      }
    }
  }

  private void requireFoldingStays(String name) throws SqlError {
    Token value = cursor.peek(1);
    boolean on = Set.of("on", "true", "1").contains(value.value().toLowerCase(Locale.ROOT));
    if (name.equals("enable_case_sensitive_identifier") && on) {
      throw cursor.error(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "SET enable_case_sensitive_identifier is not supported by the sandbox: names fold.");
    }
  }

  void reset() throws SqlError {
    if (cursor.at("ALL")) {
      return;
    }
    Token first = cursor.peek();
    String name = expectParameter();
    if (REDSHIFT.containsKey(name)) {
      edits.replace(first, first, PREFIX + name);
    }
  }

  /** The query that answers SHOW, or empty when PostgreSQL's own SHOW does. */
  String show() throws SqlError {
    if (cursor.at("ALL")
        || cursor.at("TIME", "ZONE")
        || cursor.at("TRANSACTION", "ISOLATION", "LEVEL")) {
      return "";
    }
    if (FIXED.containsKey(TokenCursor.fold(cursor.peek()))) {
      String fixed = cursor.expectName();
      cursor.expectEnd();
      return "SELECT %s::text AS %s".formatted(Sql.literal(FIXED.get(fixed)), fixed);
    }
    String name = expectParameter();
    cursor.expectEnd();
    if (REDSHIFT.containsKey(name)) {
      return "SELECT coalesce(nullif(current_setting(%s, true), ''), %s) AS %s"
          .formatted(Sql.literal(PREFIX + name), Sql.literal(REDSHIFT.get(name)), Sql.name(name));
    }
    return "";
  }

  private String expectParameter() throws SqlError {
    Token token = cursor.peek();
    String name = cursor.expectName();
    boolean custom = cursor.atSymbol(".");
    if (custom) {
      cursor.next();
      return name + "." + cursor.expectName();
    }
    if (!POSTGRES.contains(name) && !REDSHIFT.containsKey(name)) {
      cursor.moveTo(cursor.index() - 1);
      throw cursor.error(
          SqlStates.UNDEFINED_OBJECT,
          "unrecognized configuration parameter \"%s\"".formatted(token.value()));
    }
    return name;
  }
}
