/**
 * Raw files become rows of text that say where they come from. Lists inputs and freezes them; reads
 * CSV and JSON strictly.
 *
 * <p>May import: problem, model, job.
 */
package dev.starlift.source;
