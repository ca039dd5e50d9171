/**
 * Redshift {@code CREATE TABLE} text to and from {@link dev.starlift.model.Table}, and the
 * difference between two tables. Pure: text in, values out.
 *
 * <p>Reading takes two steps. {@link dev.starlift.ddl.Lexer} and the parsers turn text into {@code
 * CreateTable}: what was written, each clause with its place. The resolvers apply Redshift's rules
 * to it and make the table. Both steps collect what is wrong as {@code Findings} and go on, so that
 * a user sees all of it at once.
 *
 * <p>May import: problem, model.
 */
package dev.starlift.ddl;
