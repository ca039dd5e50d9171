/**
 * Redshift {@code CREATE TABLE} text to and from {@link dev.starlift.model.Table}, and the
 * difference between two tables. Pure: text in, values out.
 *
 * <p>May import: problem, model.
 */
package dev.starlift.ddl;
