/**
 * The warehouse as Starlift uses it: catalog, ledger, unload, and one transaction per release whose
 * outcome is never guessed.
 *
 * <p>May import: problem, model, ddl, sql, stage.
 */
package dev.starlift.warehouse;
