/**
 * Raw rows become rows of declared tables, or rejects with reasons: typed, checked, keyed,
 * deduplicated, looked up. Column expressions only: no UDF, no action.
 *
 * <p>May import: problem, model, job.
 */
package dev.starlift.conform;
