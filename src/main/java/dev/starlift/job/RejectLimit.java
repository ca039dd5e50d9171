package dev.starlift.job;

import java.math.BigDecimal;

/** How many rejected rows a release may have before it fails: {@code 10} or {@code "0.1%"}. */
public sealed interface RejectLimit {
  /** Is a source within the limit? */
  boolean allows(long rejected, long read);

  /** The limit as the job file says it. */
  String text();

  record Rows(long rows) implements RejectLimit {
    @Override
    public boolean allows(long rejected, long read) {
      return rejected <= rows;
    }

    @Override
    public String text() {
      return Long.toString(rows);
    }
  }

  /**
   * @param percent 0 to 100
   */
  record Percent(BigDecimal percent) implements RejectLimit {
    @Override
    public boolean allows(long rejected, long read) {
      BigDecimal allowed = percent.multiply(BigDecimal.valueOf(read));
      return BigDecimal.valueOf(rejected).multiply(BigDecimal.valueOf(100)).compareTo(allowed) <= 0;
    }

    @Override
    public String text() {
      return percent.toPlainString() + "%";
    }
  }
}
