package dev.starlift.sandbox.dialect;

/** A three-part name in a database that was created from a data share. */
public record SharedTable(String database, String schema, String table) {}
