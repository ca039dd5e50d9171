package dev.starlift.sandbox.s3;

/**
 * An object as a listing shows it.
 *
 * @param size in bytes
 */
public record S3Object(S3Location location, long size) {}
