package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Object;

/**
 * A file that COPY has read.
 *
 * @param lines records, those included that were refused
 * @param errors how many were refused
 */
public record LoadedFile(S3Object file, long lines, long errors) {}
