package dev.starlift.ddl;

import dev.starlift.model.ColumnType;

/** A column as a raw contract declares it: {@code decimal(10,2) not null}. */
public record ColumnText(ColumnType type, boolean nullable) {}
