/**
 * Data shares: their statements, the databases that consumers make from them, and the foreign
 * tables through which a consumer reads the producer's tables as they are.
 *
 * <p>May import: problem, model, ddl, sandbox.session, sandbox.dialect, sandbox.s3, sandbox.copy,
 * sandbox.catalog.
 */
package dev.starlift.sandbox.share;
