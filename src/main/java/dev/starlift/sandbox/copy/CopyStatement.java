package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.s3.S3Location;
import java.util.List;

/**
 * A COPY that the sandbox can execute.
 *
 * @param columns in lower case; empty for all of the table
 * @param source a manifest or a prefix
 * @param encoding of text and JSON files
 * @param text how to read lines and fields of text files
 * @param mapping how the fields of AVRO and JSON find their columns
 * @param maxErrors the load fails when so many rows were refused; 0 is 1
 * @param explicitIds the data holds the values of IDENTITY columns
 * @param serializeToJson nested columns of columnar files become SUPER
 */
record CopyStatement(
    TableReference table,
    List<String> columns,
    S3Location source,
    boolean manifest,
    FileFormat format,
    Compression compression,
    Encoding encoding,
    TextOptions text,
    ValueOptions values,
    FieldMapping mapping,
    long maxErrors,
    boolean noLoad,
    boolean explicitIds,
    boolean serializeToJson) {
  CopyStatement {
    columns = List.copyOf(columns);
  }
}
