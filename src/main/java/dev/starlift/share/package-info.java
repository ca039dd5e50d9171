/**
 * Declared data shares against what the namespaces have: the difference, the statements, and the
 * proof that consumers can read and cannot write.
 *
 * <p>May import: problem, model, ddl, sql, job, stage, warehouse.
 */
package dev.starlift.share;
