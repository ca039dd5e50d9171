/**
 * Redshift SQL to PostgreSQL SQL, by tokens. Every statement is either rewritten, turned into a
 * script, named as one that another room executes, or refused by name. Pure: text in, values out.
 *
 * <p>May import: problem, model, ddl, sandbox.session.
 */
package dev.starlift.sandbox.dialect;
