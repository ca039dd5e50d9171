package dev.starlift.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Where Spark asks for a {@link RawTable}. Spark makes an object of this class by name and hands it
 * nothing but texts, so the table waits here, on the driver, for the moment of the call: a listing
 * of 100,000 files is no option value.
 */
public final class RawTableProvider implements TableProvider {
  private static final String TICKET = "ticket";
  private static final AtomicLong TICKETS = new AtomicLong();
  private static final Map<String, RawTable> WAITING = new ConcurrentHashMap<>();

  static Dataset<Row> read(SparkSession spark, RawTable table) {
    String ticket = Long.toString(TICKETS.incrementAndGet());
    WAITING.put(ticket, table);
    try {
      return spark.read().format(RawTableProvider.class.getName()).option(TICKET, ticket).load();
    } finally {
      WAITING.remove(ticket);
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return waiting(options).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return waiting(properties);
  }

  private static RawTable waiting(Map<String, String> options) {
    RawTable table = WAITING.get(options.get(TICKET));
    if (table == null) {
      throw new IllegalStateException("This source is read through SourceReader only.");
    }
    return table;
  }
}
