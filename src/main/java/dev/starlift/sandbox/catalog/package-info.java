/**
 * Redshift's system views and functions inside PostgreSQL, and the tables behind them. Published to
 * the other rooms: schema {@code starlift_sandbox} in every database.
 *
 * <p>May import: problem, model, ddl, sandbox.session, sandbox.dialect, sandbox.s3, sandbox.copy.
 */
package dev.starlift.sandbox.catalog;
