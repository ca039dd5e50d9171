/**
 * The tables of a star schema as values: names, column types, keys, distribution, and Redshift's
 * limits with the page that documents each. Pure: no I/O, no Spark.
 *
 * <p>May import: problem.
 */
package dev.starlift.model;
