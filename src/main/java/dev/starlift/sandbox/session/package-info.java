/**
 * What the other rooms of the sandbox need of a client's session: its own connection to PostgreSQL,
 * inside its own transaction, and errors as the client sees them.
 *
 * <p>May import: problem, model, ddl.
 */
package dev.starlift.sandbox.session;
