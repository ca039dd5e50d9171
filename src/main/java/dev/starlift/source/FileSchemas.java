package dev.starlift.source;

import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problems;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/** Opens columnar files as the versions that were listed, and groups them by their schema. */
final class FileSchemas {
  private static final int FILES_AT_A_TIME = 16;

  private static final Map<Format, byte[]> MAGIC =
      Map.of(
          Format.PARQUET, new byte[] {'P', 'A', 'R', '1'},
          Format.AVRO, new byte[] {'O', 'b', 'j', 1},
          Format.ORC, new byte[] {'O', 'R', 'C'});

  private final SourceDefinition source;
  private final Configuration conf;

  FileSchemas(SourceDefinition source, Configuration conf) {
    this.source = source;
    this.conf = conf;
  }

  /**
   * Files of one schema each; ORC in one group, for Spark merges its schemas.
   *
   * @throws dev.starlift.problem.StarliftException INPUT_UNUSABLE with every file that is no such
   *     file or has changed
   */
  List<List<InputFile>> group(List<InputFile> files) {
    ExecutorService readers = Executors.newFixedThreadPool(FILES_AT_A_TIME);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (InputFile file : files) {
        answers.add(readers.submit(() -> schema(FrozenFile.of(file))));
      }
      Problems problems = new Problems();
      Map<String, List<InputFile>> groups = new TreeMap<>();
      for (int i = 0; i < files.size(); i++) {
        try {
          groups
              .computeIfAbsent(FutureIO.awaitFuture(answers.get(i)), schema -> new ArrayList<>())
              .add(files.get(i));
        } catch (UnusableInput e) {
          problems.add(e.problem());
        }
      }
      problems.throwIfAny(ExitCode.INPUT_UNUSABLE);
      return List.copyOf(groups.values());
    } catch (IOException e) {
      throw new Store(conf, source).failure(e);
    } finally {
      readers.shutdownNow();
    }
  }

  private String schema(FrozenFile file) throws IOException {
    byte[] magic = MAGIC.get(source.format());
    try (InputStream in = file.open(conf)) {
      if (!Arrays.equals(in.readNBytes(magic.length), magic)) {
        throw noSuchFile(file, null);
      }
    }
    try {
      return switch (source.format()) {
        case PARQUET -> parquet(file);
        case AVRO -> avro(file);
        default -> "";
      };
    } catch (EOFException | RuntimeException e) {
      // What a reader throws on a damaged footer or header is not declared and of many kinds.
      throw noSuchFile(file, e);
    }
  }

  private String parquet(FrozenFile file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.uri()), conf))) {
      requireSameCounts(reader.getFooter(), file);
      return reader.getFileMetaData().getSchema().toString();
    }
  }

  /**
   * Spark reads as many rows as the row group says. Parquet's reader compares the pages of a column
   * with the column's own count only.
   */
  private static void requireSameCounts(ParquetMetadata footer, FrozenFile file)
      throws UnusableInput {
    MessageType schema = footer.getFileMetaData().getSchema();
    for (BlockMetaData group : footer.getBlocks()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        String[] path = column.getPath().toArray();
        boolean repeated = schema.getMaxRepetitionLevel(path) > 0;
        if (!repeated && column.getValueCount() != group.getRowCount()) {
          throw new UnusableInput(
              file.uri(),
              "contradicts itself: of %,d rows the column %s has %,d values."
                  .formatted(group.getRowCount(), String.join(".", path), column.getValueCount()),
              "The file is damaged. Replace it, or take it out of the input.");
        }
      }
    }
  }

  private String avro(FrozenFile file) throws IOException {
    try (DataFileStream<Object> records =
        new DataFileStream<>(file.open(conf), new GenericDatumReader<>())) {
      return records.getSchema().toString();
    }
  }

  private UnusableInput noSuchFile(FrozenFile file, Exception cause) {
    UnusableInput fault =
        new UnusableInput(
            file.uri(),
            "is no %s file%s."
                .formatted(source.format(), cause == null ? "" : ", or a damaged one"),
            "Replace the file, or take it out of the input.");
    if (cause != null) {
      fault.addSuppressed(cause);
    }
    return fault;
  }
}
