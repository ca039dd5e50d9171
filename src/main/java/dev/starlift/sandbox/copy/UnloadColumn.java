package dev.starlift.sandbox.copy;

import dev.starlift.model.ColumnType;

/**
 * A column of an UNLOAD's result.
 *
 * @param storage PostgreSQL's base type, in whose binary form the values come
 */
record UnloadColumn(String name, ColumnType type, String storage) {}
