package dev.starlift.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {
  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("fare", DataTypes.createDecimalType(10, 2))
          .add("remark", DataTypes.StringType);

  @TempDir Path folder;

  @Test
  void aFileOfManyRowsHasRowGroupsOfTheSizeThatWasAskedFor() throws Exception {
    ParquetMetadata read = written(40_000, 128 << 10);

    List<BlockMetaData> groups = read.getBlocks();
    assertThat(groups).hasSizeGreaterThan(3);
    assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(40_000);
    assertThat(groups).allSatisfy(one -> assertThat(one.getTotalByteSize()).isLessThan(256 << 10));
  }

  @Test
  void everyColumnHasItsSmallestAndLargestValueAndCountsItsNulls() throws Exception {
    BlockMetaData group = written(3_000, 64 << 20).getBlocks().get(0);

    Statistics<?> id = group.getColumns().get(0).getStatistics();
    assertThat(List.of(id.genericGetMin(), id.genericGetMax(), id.getNumNulls()))
        .isEqualTo(List.of(0L, 2_999L, 0L));
    Statistics<?> fare = group.getColumns().get(1).getStatistics();
    assertThat(List.of(fare.genericGetMin(), fare.genericGetMax(), fare.getNumNulls()))
        .isEqualTo(List.of(-2_999L, 0L, 0L));
    Statistics<?> remark = group.getColumns().get(2).getStatistics();
    assertThat(List.of(remark.minAsString(), remark.maxAsString(), remark.getNumNulls()))
        .isEqualTo(List.of("remark 1", "remark 998", 1_000L));
  }

  @Test
  void aFileWithoutRowsIsAFile() throws Exception {
    ParquetMetadata read = written(0, 64 << 20);

    assertThat(read.getBlocks()).isEmpty();
    assertThat(read.getFileMetaData().getKeyValueMetaData())
        .containsEntry("org.apache.spark.version", "3.5");
  }

  private ParquetMetadata written(int rows, long rowGroupBytes) throws Exception {
    String uri = folder.resolve("rows.parquet").toUri().toString();
    Configuration conf = new Configuration();
    ParquetFile file = new ParquetFile(uri, conf, COLUMNS, "zstd", "3.5", rowGroupBytes);
    for (int i = 0; i < rows; i++) {
      file.write(row(i));
    }
    file.finish();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(uri), conf))) {
      return reader.getFooter();
    }
  }

  /** Every third row has no remark. */
  private static InternalRow row(long number) {
    return new GenericInternalRow(
        new Object[] {
          number,
          Decimal.createUnsafe(-number, 10, 2),
          number % 3 == 0 ? null : UTF8String.fromString("remark " + number % 999)
        });
  }
}
