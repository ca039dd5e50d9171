package dev.starlift.model;

/** How the rows of a release join those that are in the table already. */
public enum LoadMode {
  /** Adds the rows; a row whose key is in the table already fails the release. */
  APPEND("append"),
  /** The rows of the release become the whole table. */
  REPLACE("replace"),
  /** Every slice that the release touches is replaced as a whole. */
  REPLACE_SLICE("replace-slice"),
  /** Changes the rows whose business key is there, adds the others. */
  UPSERT("upsert"),
  /** Keeps every version of a member, each with the time from which to which it was valid. */
  SCD2("scd2");

  private final String keyword;

  LoadMode(String keyword) {
    this.keyword = keyword;
  }

  /** The word in the job file. */
  public String keyword() {
    return keyword;
  }

  /** Are rows of the release matched with those of the table by their business key? */
  public boolean matchesByKey() {
    return this == UPSERT || this == SCD2;
  }
}
