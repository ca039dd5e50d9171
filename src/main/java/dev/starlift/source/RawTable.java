package dev.starlift.source;

import dev.starlift.model.InputFile;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The text files of a source as a table that Spark can read. */
final class RawTable implements SupportsRead {
  private final String source;
  private final RawFormat format;
  private final Configuration conf;
  private final List<FileGroup> groups;
  private final FirstLines firstLines;

  RawTable(String source, RawFormat format, List<InputFile> files, SparkContext context) {
    this.source = source;
    this.format = format;
    conf = context.hadoopConfiguration();
    groups = FileGroup.pack(files, context.defaultParallelism(), format.startsRecordsOnLines());
    firstLines = new FirstLines(context, source, format, groups);
  }

  @Override
  public String name() {
    return source;
  }

  @Override
  @SuppressWarnings("deprecation") // What replaces it is built upon it in Spark 3.5.
  public StructType schema() {
    return format.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new RawScan(source, format, groups, firstLines, conf);
  }
}
