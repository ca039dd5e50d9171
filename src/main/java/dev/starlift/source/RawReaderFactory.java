package dev.starlift.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Goes to the executors with all that a task needs. */
record RawReaderFactory(RawFormat format, StructType asked, SerializableConfiguration conf)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new RawReader(format, asked, conf.value(), (FileGroup) partition);
  }
}
