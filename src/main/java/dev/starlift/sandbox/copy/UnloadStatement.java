package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;

/**
 * An UNLOAD that the sandbox can execute.
 *
 * @param query in Redshift's dialect
 * @param target the beginning of every file's name
 * @param parallel false: one series of files, in the query's order, with shorter names
 * @param maxFileBytes a file that has grown past this is followed by another
 * @param rowGroupBytes of Parquet files
 */
record UnloadStatement(
    String query,
    S3Location target,
    FileFormat format,
    Compression compression,
    Manifest manifest,
    Overwrite overwrite,
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
   * @param addQuotes around every field, in text that is not CSV
   * @param escape a backslash before what would be misread
   */
  record TextLayout(
      byte delimiter, String nullAs, boolean header, boolean addQuotes, boolean escape) {}
}
