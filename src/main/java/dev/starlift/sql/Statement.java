package dev.starlift.sql;

/**
 * One statement to be sent, and why.
 *
 * @param purpose a few words for plans, progress lines and error messages: {@code copy into
 *     airline_dw.dim_customer}
 * @param text one SQL statement without a semicolon and without secrets
 */
public record Statement(String purpose, String text) {}
