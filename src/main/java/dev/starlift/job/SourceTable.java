package dev.starlift.job;

import dev.starlift.model.TableName;
import java.util.Optional;

/**
 * The table or view of the warehouse that a source with {@code format = redshift} reads.
 *
 * @param where a condition of Redshift SQL on its rows; empty for all of them
 */
public record SourceTable(TableName name, Optional<String> where) {}
