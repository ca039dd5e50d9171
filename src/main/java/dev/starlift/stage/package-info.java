/**
 * Accepted rows become files in S3 and a manifest for COPY. One port, two ways.
 *
 * <p>May import: problem, model, ddl, sql, conform.
 */
package dev.starlift.stage;
