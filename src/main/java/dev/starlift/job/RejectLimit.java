package dev.starlift.job;

import java.math.BigDecimal;
import java.util.Optional;

/** How many rejected rows a release may have before it fails: {@code 10} or {@code "0.1%"}. */
public sealed interface RejectLimit {
  /** What {@code max-rejects} of a section says; empty when it says nothing. */
  static Optional<RejectLimit> read(Section section, Findings findings) {
    Optional<String> written = section.scalar("max-rejects").map(String::strip);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    String text = written.get();
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(new Rows(Long.parseLong(text)));
    }
    if (text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?\\s*%")) {
      BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1).strip());
      if (percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
        return Optional.of(new Percent(percent));
      }
    }
    findings.add(
        section.at("max-rejects"),
        "max-rejects = %s is neither a number of rows nor a percentage up to 100%%."
            .formatted(text),
        "Write 10 or \"0.1%\".");
    return Optional.empty();
  }

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
