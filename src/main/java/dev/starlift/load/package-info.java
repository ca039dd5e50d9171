/**
 * The pipeline, read top to bottom: plan, read, conform, stage, publish. The only room that sees
 * all the others.
 *
 * <p>May import: problem, model, ddl, sql, job, source, conform, stage, warehouse, share, report.
 */
package dev.starlift.load;
