package dev.starlift.generate;

import java.io.Serializable;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What a task must know to reach the file system that the driver reaches. Spark's own wrapper of a
 * configuration cannot be used without Scala.
 */
final class HadoopSettings implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<String, String> values = new TreeMap<>();

  HadoopSettings(Configuration configuration) {
    for (var setting : configuration) {
      String name = setting.getKey();
      if (name.startsWith("fs.") || name.startsWith("hadoop.")) {
        values.put(name, setting.getValue());
      }
    }
  }

  Configuration configuration() {
    Configuration configuration = new Configuration();
    values.forEach(configuration::set);
    return configuration;
  }

  /** Without the values: there may be secrets among them. */
  @Override
  public String toString() {
    return values.size() + " Hadoop settings";
  }
}
