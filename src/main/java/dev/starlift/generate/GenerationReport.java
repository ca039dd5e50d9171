package dev.starlift.generate;

import dev.starlift.model.RejectCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was written.
 *
 * @param sources in the order in which a job needs them: dimensions first
 * @param brokenRows rows that a job must reject, by code
 */
public record GenerationReport(List<SourceTotals> sources, Map<RejectCode, Long> brokenRows) {
  /**
   * @param cleanRows rows that keep the contract, each counted once
   * @param addedRows rows that {@code --dirty} added
   * @param bytes of the raw files
   */
  public record SourceTotals(
      String source, int files, long cleanRows, long addedRows, long bytes) {}

  public GenerationReport {
    sources = List.copyOf(sources);
    Map<RejectCode, Long> sorted = new EnumMap<>(RejectCode.class);
    sorted.putAll(brokenRows);
    brokenRows = Collections.unmodifiableMap(sorted);
  }

  public long files() {
    return sources.stream().mapToLong(SourceTotals::files).sum();
  }

  /** All rows in the files: the clean ones and the added. */
  public long rows() {
    return sources.stream().mapToLong(source -> source.cleanRows() + source.addedRows()).sum();
  }

  public long bytes() {
    return sources.stream().mapToLong(SourceTotals::bytes).sum();
  }

  /** Rows that a job must reject. */
  public long broken() {
    return brokenRows.values().stream().mapToLong(Long::longValue).sum();
  }
}
