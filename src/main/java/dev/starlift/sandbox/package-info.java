/**
 * A stand-in for S3 and Redshift on a developer's machine, for real clients. Its rooms are the
 * packages below; this one wires them. Reached by URL only, and never in the jar for the cluster.
 *
 * <p>May import: problem, model, ddl, sandbox.session, sandbox.dialect, sandbox.s3, sandbox.copy,
 * sandbox.catalog, sandbox.share, sandbox.wire.
 */
package dev.starlift.sandbox;
