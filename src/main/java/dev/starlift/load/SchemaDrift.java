package dev.starlift.load;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.starlift.conform.Judged;
import dev.starlift.job.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which fields came that no contract names, and whether every file has them. */
final class SchemaDrift {
  /** More than this many names are no drift but data in the place of names. */
  private static final int MAX_FIELDS = 50;

  private SchemaDrift() {}

  /**
   * Runs one Spark job.
   *
   * @param rows of a source that rescues fields
   * @param files how many were read
   * @return a sentence for each field
   */
  static List<String> findings(Dataset<Row> rows, String source, int files) {
    rows.sparkSession().sparkContext().setJobDescription("starlift: schema drift of " + source);
    List<Row> found =
        rows.select(
                col(Judged.FILE).as("file"),
                explode(expr("json_object_keys(`%s`)".formatted(SourceDefinition.RESCUED)))
                    .as("name"))
            .groupBy(col("name"))
            .agg(
                count(lit(1)).as("rows"),
                countDistinct(col("file")).as("files"),
                min(col("file")).as("first"))
            .orderBy(col("name"))
            .limit(MAX_FIELDS + 1)
            .collectAsList();
    List<String> findings = new ArrayList<>();
    for (Row field : found.subList(0, Math.min(found.size(), MAX_FIELDS))) {
      long in = field.getLong(2);
      findings.add(
          "Source %s: field '%s' is not in the contract; %,d rows of %s have it, first in %s."
              .formatted(
                  source,
                  printable(field.getString(0)),
                  field.getLong(1),
                  in == files
                      ? (files == 1 ? "the one file" : "all %,d files".formatted(files))
                      : "%,d of %,d files".formatted(in, files),
                  field.getString(3)));
    }
    if (found.size() > MAX_FIELDS) {
      findings.add("Source %s: more than %d such fields.".formatted(source, MAX_FIELDS));
    }
    return findings;
  }

  /** A file may call a field anything. */
  private static String printable(String name) {
    String shown = name.length() > 127 ? name.substring(0, 127) + "…" : name;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
