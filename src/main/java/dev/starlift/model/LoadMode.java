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
  UPSERT("upsert");

  private final String keyword;

  LoadMode(String keyword) {
    this.keyword = keyword;
  }

  /** The word in the job file. */
  public String keyword() {
    return keyword;
  }
}
