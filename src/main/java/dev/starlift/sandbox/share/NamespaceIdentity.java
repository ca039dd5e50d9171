package dev.starlift.sandbox.share;

/**
 * A namespace of the sandbox.
 *
 * @param id the GUID by which data shares name it
 * @param database the one that is there from the start; others' foreign tables point to it
 * @param serverless whether {@code STL_} and {@code STV_} views are denied
 * @param publiclyAccessible whether it reads only data shares that are open to such consumers
 */
public record NamespaceIdentity(
    String name, String id, String database, boolean serverless, boolean publiclyAccessible) {}
