package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.SourceDefinition;
import dev.starlift.job.SourceDefinition.Format;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.source.HeaderLine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rejected rows in one file, to be repaired and replayed: JSON lines with {@code source}, {@code
 * table}, {@code file}, {@code line}, {@code header} (of a CSV file), {@code reasons} and {@code
 * raw}, the record as it came. Rows that cannot be given back are left out: those that the order of
 * their key decided against, those of queries, and those of files that are no text.
 */
public final class RejectExport {
  private final SparkSession spark;
  private final JobDefinition job;

  public RejectExport(SparkSession spark, JobDefinition job) {
    this.spark = spark;
    this.job = job;
  }

  /**
   * @param folder with the reject files of a run
   * @param file a local path or a URI; overwritten
   * @return the rows written
   */
  public long write(String folder, String file) {
    Iterator<Row> rows =
        RejectListing.rejects(spark, folder)
            .where(col("raw").isNotNull())
            .where(col("source").isin(textSources()))
            .where(expr("NOT exists(reasons, one -> one.code = 'SUPERSEDED')"))
            .orderBy(col("source"), col("table"), col("file"), col("line"))
            .toLocalIterator();
    Path path = new Path(file);
    try {
      FileSystem store = path.getFileSystem(hadoop());
      store.setWriteChecksum(false);
      try (OutputStream out = store.create(path, true);
          JsonGenerator json = new JsonFactory().createGenerator(out)) {
        json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
        long count = 0;
        Map<String, Optional<String>> headers = new HashMap<>();
        while (rows.hasNext()) {
          write(rows.next(), headers, json);
          count++;
        }
        json.writeRaw('\n');
        return count;
      }
    } catch (IOException e) {
      throw new StarliftException(
          ExitCode.UNREACHABLE,
          new Problem(file, "cannot be written: " + e.getMessage(), "Name another file."),
          e);
    }
  }

  private Object[] textSources() {
    return job.sources().stream()
        .filter(source -> source.format() == Format.CSV || source.format() == Format.JSON)
        .map(SourceDefinition::name)
        .toArray();
  }

  private void write(Row row, Map<String, Optional<String>> headers, JsonGenerator json)
      throws IOException {
    SourceDefinition source = job.findSource(row.getString(0)).orElseThrow();
    String file = row.getString(1);
    json.writeStartObject();
    json.writeStringField("source", source.name());
    json.writeStringField("table", row.getString(3));
    json.writeStringField("file", file);
    json.writeNumberField("line", row.getLong(2));
    if (source.format() == Format.CSV && source.csv().hasHeader()) {
      Optional<String> header =
          headers.computeIfAbsent(file, name -> HeaderLine.of(source, name, hadoop()));
      if (header.isPresent()) {
        json.writeStringField("header", header.get());
      }
    }
    json.writeArrayFieldStart("reasons");
    for (Row reason : row.<Row>getList(4)) {
      json.writeStartObject();
      json.writeStringField("column", reason.getString(0));
      json.writeStringField("code", reason.getString(1));
      json.writeStringField("message", reason.getString(2));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("raw", row.getString(5));
    json.writeEndObject();
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
