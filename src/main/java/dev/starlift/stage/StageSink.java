package dev.starlift.stage;

import dev.starlift.stage.StageTask.Done;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Where Spark hands over rows that are staged. Spark makes an object of this class by name, so what
 * is to be done waits here, on the driver, for the moment of the call.
 */
public final class StageSink implements TableProvider {
  private static final String TICKET = "ticket";
  private static final AtomicLong TICKETS = new AtomicLong();
  private static final Map<String, Target> WAITING = new ConcurrentHashMap<>();

  /**
   * Runs one Spark job.
   *
   * @param rows with exactly the columns that the plan describes
   * @return what the committed tasks reported, in the order of the partitions
   */
  static Done[] write(Dataset<Row> rows, StageTask.Plan plan) {
    String ticket = Long.toString(TICKETS.incrementAndGet());
    Target target = new Target(rows.schema(), plan);
    WAITING.put(ticket, target);
    try {
      rows.write()
          .format(StageSink.class.getName())
          .option(TICKET, ticket)
          .mode(SaveMode.Append)
          .save();
    } finally {
      WAITING.remove(ticket);
    }
    return target.done;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return waiting(options).columns;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return waiting(properties);
  }

  private static Target waiting(Map<String, String> options) {
    Target target = WAITING.get(options.get(TICKET));
    if (target == null) {
      throw new IllegalStateException("Rows are staged through Staging only.");
    }
    return target;
  }

  private static final class Target implements SupportsWrite, WriteBuilder, Write, BatchWrite {
    private final StructType columns;
    private final StageTask.Plan plan;
    private Done[] done = {};

    Target(StructType columns, StageTask.Plan plan) {
      this.columns = columns;
      this.plan = plan;
    }

    @Override
    public String name() {
      return plan.folder();
    }

    @Override
    @SuppressWarnings("deprecation") // What replaces it is built upon it in Spark 3.5.
    public StructType schema() {
      return columns;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
      return this;
    }

    @Override
    public Write build() {
      return this;
    }

    @Override
    public String description() {
      return "starlift stage " + plan.folder();
    }

    /** Spark's log calls the target so. */
    @Override
    public String toString() {
      return description();
    }

    @Override
    public BatchWrite toBatch() {
      return this;
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
      return plan;
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
      done = new Done[messages.length];
      for (int i = 0; i < messages.length; i++) {
        done[i] = (Done) messages[i];
      }
    }

    /** Files of committed tasks stay: nothing names them, and a prefix belongs to one attempt. */
    @Override
    public void abort(WriterCommitMessage[] messages) {}
  }
}
