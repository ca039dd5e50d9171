/**
 * Mock raw files of an airline: the same arguments give the same bytes on any number of cores, and
 * every row is a function of (seed, kind, row number), so that files are written without a shuffle.
 *
 * <p>May import: problem, model.
 */
package dev.starlift.generate;
