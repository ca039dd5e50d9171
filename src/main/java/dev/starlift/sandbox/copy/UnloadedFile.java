package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;

/**
 * A file that UNLOAD has written.
 *
 * @param bytes size of the object
 * @param lines rows, and the header if there is one
 * @param rows without the header
 */
public record UnloadedFile(S3Location location, long bytes, long lines, long rows) {}
