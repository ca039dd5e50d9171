package dev.starlift.model;

/**
 * One input as it was when the run listed it. A file with another etag is another input.
 *
 * @param uri full URI, the key taken literally
 * @param etag what the store calls this version; the modification time where it has no etags
 * @param bytes size in the store
 */
public record InputFile(String uri, String etag, long bytes) implements Comparable<InputFile> {
  @Override
  public int compareTo(InputFile other) {
    int byUri = uri.compareTo(other.uri);
    return byUri != 0 ? byUri : etag.compareTo(other.etag);
  }
}
