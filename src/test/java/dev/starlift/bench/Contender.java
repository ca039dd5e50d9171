package dev.starlift.bench;

import dev.starlift.job.SourceDefinition.Format;

/** Who reads which files. */
enum Contender {
  SPARK_CSV("Spark's CSV reader -> Parquet", Format.CSV),
  STARLIFT_CSV("Starlift CSV: list -> read -> conform -> stage, rejects", Format.CSV),
  DUCKDB_CSV("DuckDB CSV -> Parquet", Format.CSV),
  CONNECTOR_CSV("spark-redshift connector, CSV -> staged", Format.CSV),
  SPARK_JSON("Spark's JSON reader -> Parquet", Format.JSON),
  STARLIFT_JSON("Starlift JSON: list -> read -> conform -> stage, rejects", Format.JSON),
  STARLIFT_TEN("Starlift CSV, ten times the rows", Format.CSV);

  private final String title;
  private final Format format;

  Contender(String title, Format format) {
    this.title = title;
    this.format = format;
  }

  String title() {
    return title;
  }

  Format format() {
    return format;
  }

  boolean usesSpark() {
    return this != DUCKDB_CSV;
  }

  /** Is what it needs on the class path? */
  boolean isThere() {
    return switch (this) {
      case DUCKDB_CSV -> isOnClassPath("org.duckdb.DuckDBDriver");
      case CONNECTOR_CSV ->
          isOnClassPath("io.github.spark_redshift_community.spark.redshift.DefaultSource");
      default -> true;
    };
  }

  private static boolean isOnClassPath(String name) {
    return Contender.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
  }
}
