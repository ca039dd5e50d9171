/**
 * COPY and UNLOAD as Redshift executes them: the grammar, manifests, file formats, value rules and
 * load error codes, between S3 objects and the client's session.
 *
 * <p>May import: problem, model, ddl, sandbox.session, sandbox.s3.
 */
package dev.starlift.sandbox.copy;
