package dev.starlift.source;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One reading of a {@link RawTable}: of the columns that are used, and no others. */
final class RawScan implements ScanBuilder, SupportsPushDownRequiredColumns, Scan, Batch {
  private final String source;
  private final RawFormat format;
  private final List<FileGroup> groups;
  private final FirstLines firstLines;
  private final Configuration conf;
  private StructType asked;

  RawScan(
      String source,
      RawFormat format,
      List<FileGroup> groups,
      FirstLines firstLines,
      Configuration conf) {
    this.source = source;
    this.format = format;
    this.groups = groups;
    this.firstLines = firstLines;
    this.conf = conf;
    asked = format.schema();
  }

  @Override
  public void pruneColumns(StructType required) {
    asked = required;
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return asked;
  }

  @Override
  public String description() {
    return "starlift %s [%s]".formatted(source, String.join(", ", asked.fieldNames()));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMeter.metrics();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    boolean lines = List.of(asked.fieldNames()).contains(RawFormat.LINE);
    return (lines ? firstLines.numbered() : groups).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new RawReaderFactory(format, asked, new SerializableConfiguration(conf));
  }
}
