/**
 * The gateway: PostgreSQL's wire protocol, version 3, between Redshift's clients and the embedded
 * PostgreSQL. Every statement passes the dialect; what PostgreSQL cannot do is executed here or by
 * the other rooms, on the client's own connection.
 *
 * <p>May import: problem, model, ddl, sandbox.session, sandbox.dialect, sandbox.s3, sandbox.copy,
 * sandbox.catalog, sandbox.share.
 */
package dev.starlift.sandbox.wire;
