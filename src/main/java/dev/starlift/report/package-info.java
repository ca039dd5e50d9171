/**
 * The evidence of a run: its folder with SQL, manifests and counts that must add up, the progress
 * lines while it works and the summary at its end.
 *
 * <p>May import: problem, model, sql, warehouse.
 */
package dev.starlift.report;
