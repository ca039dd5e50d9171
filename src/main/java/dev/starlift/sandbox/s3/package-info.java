/**
 * S3 on the developer's own machine: the server over a local directory, and how the sandbox reads
 * and writes objects over HTTP.
 *
 * <p>May import: problem, model.
 */
package dev.starlift.sandbox.s3;
