package dev.starlift.stage;

import dev.starlift.model.Table;
import dev.starlift.model.TableName;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Rows that wait for the warehouse to copy them.
 *
 * @param manifest URI of the manifest ({@code s3://}); empty when there are no rows and so no
 *     files. For {@link Format#CONNECTOR} the name of the table that holds the rows
 * @param rows as counted by the tasks that were committed
 */
public record StagedTable(
    Table table, Format format, String manifest, List<StagedFile> files, long rows) {
  public StagedTable {
    files = List.copyOf(files);
  }

  public static StagedTable empty(Table table, Format format) {
    return new StagedTable(table, format, "", List.of(), 0);
  }

  public long bytes() {
    return files.stream().mapToLong(StagedFile::bytes).sum();
  }

  /** The table of the warehouse in which the rows wait; only for {@link Format#CONNECTOR}. */
  public Optional<TableName> stagingTable() {
    return format == Format.CONNECTOR && !manifest.isEmpty()
        ? Optional.of(TableName.parse(manifest))
        : Optional.empty();
  }

  /** Comes from the task that wrote it. */
  public record StagedFile(String uri, long bytes) implements Serializable {}

  /** How the files are written. */
  public enum Format {
    PARQUET,
    /** Where a column type cannot come from Parquet: TIME, VARBYTE and the like. */
    CSV_GZIP,
    /** Written by the spark-redshift connector straight into a staging table of the warehouse. */
    CONNECTOR
  }
}
