package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;
import java.util.List;

/**
 * An UNLOAD that the sandbox can execute.
 *
 * @param query in Redshift's dialect
 * @param target the beginning of every file's name
 * @param parallel false: one series of files, in the query's order, with shorter names
 * @param maxFileBytes no file grows past this, but for what the format adds to the last row
 * @param rowGroupBytes of Parquet files
 */
record UnloadStatement(
    String query,
    S3Location target,
    FileFormat format,
    Compression compression,
    Manifest manifest,
    Overwrite overwrite,
    Partition partition,
    boolean parallel,
    long maxFileBytes,
    int rowGroupBytes,
    String extension,
    TextLayout text) {
  enum Manifest {
    NONE,
    PLAIN,
    /** With the columns, and the rows of each file. */
    VERBOSE
  }

  enum Overwrite {
    /** Refuse when anything begins with the target. */
    NO,
    /** Write over files of the same name. */
    ALLOW,
    /** Delete first what begins with the target. */
    CLEAN
  }

  /**
   * PARTITION BY.
   *
   * @param columns in lower case; empty when nothing is partitioned
   * @param include the files hold the partition columns too
   */
  record Partition(List<String> columns, boolean include) {
    static final Partition NONE = new Partition(List.of(), false);

    Partition {
      columns = List.copyOf(columns);
    }
  }

  /**
   * @param nullAs empty when not given
   * @param addQuotes around every field, in text that is not CSV
   * @param escape a backslash before what would be misread
   * @param widths of the fields in characters; empty unless the format is FIXEDWIDTH
   */
  record TextLayout(
      byte delimiter,
      String nullAs,
      boolean header,
      boolean addQuotes,
      boolean escape,
      List<Integer> widths) {
    TextLayout {
      widths = List.copyOf(widths);
    }
  }
}
