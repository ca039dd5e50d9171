package dev.starlift.sandbox.share;

/**
 * A namespace of the sandbox.
 *
 * @param id the GUID by which data shares name it
 * @param database the one that is there from the start; others' foreign tables point to it
 */
public record NamespaceIdentity(String name, String id, String database) {}
