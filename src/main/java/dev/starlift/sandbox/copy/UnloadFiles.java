package dev.starlift.sandbox.copy;

import dev.starlift.sandbox.copy.UnloadStatement.Overwrite;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Object;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.s3.S3Upload;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one UNLOAD, one open at a time. The sandbox has one slice, so PARALLEL ON changes
 * only the names of the files.
 */
final class UnloadFiles {
  private final S3Objects objects;
  private final UnloadStatement unload;
  private final List<CatalogColumn> columns;
  private final List<ParquetEncoder> encoders;
  private final PartitionFolder folder;
  private final List<UnloadedFile> written = new ArrayList<>();
  private UnloadFile current;
  private int numberInFolder;

  UnloadFiles(S3Objects objects, UnloadStatement unload, UnloadQuery query) throws SqlError {
    this.objects = objects;
    this.unload = unload;
    this.columns = query.columns();
    this.folder = new PartitionFolder(unload.partition().columns());
    if (unload.format() == FileFormat.FIXEDWIDTH
        && unload.text().widths().size() != columns.size()) {
      throw new SqlError(
          TokenCursor.BAD_VALUE,
          "FIXEDWIDTH describes %d columns, but the files have %d"
              .formatted(unload.text().widths().size(), columns.size()));
    }
    List<ParquetEncoder> all = new ArrayList<>();
    if (unload.format() == FileFormat.PARQUET) {
      for (UnloadColumn column : query.typed()) {
        all.add(ParquetEncoder.of(column));
      }
    }
    this.encoders = List.copyOf(all);
  }

  /** The files that are finished. */
  List<UnloadedFile> written() {
    return written;
  }

  /**
   * Makes sure that the target is empty, or makes it so.
   *
   * @throws SqlError if it is not and may not be
   */
  void prepareTarget() throws SqlError, IOException {
    if (unload.overwrite() == Overwrite.NO) {
      List<S3Object> there = objects.list(unload.target());
      if (!there.isEmpty()) {
        throw new SqlError(
            UnloadRun.IO_ERROR,
            "Specified unload destination on S3 is not empty. Consider using a different bucket /"
                + " prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE"
                + " option.",
            "First object there: " + there.get(0).location(),
            "",
            0);
      }
    } else if (folder.isRoot()) {
      clean(unload.target());
    }
  }

  /** Writes a row, which has the values of the partition columns at its end. */
  void write(UnloadedRow row) throws IOException {
    if (folder.moveTo(row)) {
      finishCurrent();
      numberInFolder = 0;
      clean(unload.target().plus(folder.path()));
    }
    if (current != null && current.size() + row.size() > unload.maxFileBytes()) {
      finishCurrent();
    }
    if (current == null) {
      current = nextFile();
    }
    try {
      current.write(row);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Finishes the last file. Text has one even when there is no row, Parquet and JSON have none. */
  void finish() throws IOException {
    boolean text = unload.format() != FileFormat.PARQUET && unload.format() != FileFormat.JSON;
    if (current == null && written.isEmpty() && text && folder.isRoot()) {
      current = nextFile();
    }
    finishCurrent();
  }

  /** Leaves the file that is being written undone. */
  void abort(SqlError cause) {
    if (current != null) {
      try {
        current.abort();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void clean(S3Location prefix) throws IOException {
    if (unload.overwrite() == Overwrite.CLEAN) {
      for (S3Object object : objects.list(prefix)) {
        objects.delete(object.location());
      }
    }
  }

  private UnloadFile nextFile() throws IOException {
    S3Upload upload =
        objects.create(unload.target().plus(folder.path() + fileName(numberInFolder++)));
    return switch (unload.format()) {
      case PARQUET -> new ParquetUnloadFile(upload, encoders, unload.rowGroupBytes());
      case JSON -> new JsonUnloadFile(upload, unload.compression(), columns);
      default -> new TextUnloadFile(upload, unload, columns);
    };
  }

  private String fileName(int number) {
    String series = unload.parallel() ? "0000_part_%02d" : "%03d";
    String suffix =
        unload.extension().isEmpty()
            ? (unload.format() == FileFormat.PARQUET ? ".parquet" : unload.compression().suffix())
            : "." + unload.extension();
    return series.formatted(number) + suffix;
  }

  private void finishCurrent() throws IOException {
    if (current != null) {
      written.add(current.finish());
      current = null;
    }
  }
}
