/**
 * The SQL that Starlift sends, as values: COPY and UNLOAD, publishing per mode, the ledger, shares.
 * Pure: what is rendered here is executed elsewhere.
 *
 * <p>May import: problem, model, ddl.
 */
package dev.starlift.sql;
