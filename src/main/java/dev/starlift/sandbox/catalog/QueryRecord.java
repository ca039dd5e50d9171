package dev.starlift.sandbox.catalog;

import java.time.Instant;

/**
 * A statement that is over.
 *
 * @param sessionId PostgreSQL's process, which {@code pg_backend_pid()} tells
 * @param label what {@code query_group} was set to
 * @param head the statement's first word
 * @param status success, failed or canceled
 * @param text of the statement, without secrets
 */
public record QueryRecord(
    long queryId,
    int sessionId,
    String label,
    String head,
    String status,
    Instant start,
    Instant end,
    String error,
    long rows,
    String text) {}
