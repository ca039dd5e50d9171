/**
 * Commands, exit codes, and the one class that wires everything.
 *
 * <p>May import: problem, model, ddl, sql, job, source, conform, stage, warehouse, share, report,
 * load, generate, sandbox.
 */
package dev.starlift.cli;
