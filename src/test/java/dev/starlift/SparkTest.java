package dev.starlift;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of the test JVM; never stopped, so that the order of tests is free. */
public final class SparkTest {
  private SparkTest() {}

  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSession.builder()
            .master("local[2]")
            .appName("starlift-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.constraintPropagation.enabled", "false")
            .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
            .getOrCreate();
  }
}
