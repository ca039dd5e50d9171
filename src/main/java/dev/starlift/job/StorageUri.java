package dev.starlift.job;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Starlift takes for a place where files lie: S3, or this machine where that makes sense. */
final class StorageUri {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern BUCKET =
      Pattern.compile("//([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?");

  private StorageUri() {}

  /**
   * Why a place cannot be used; empty when it can.
   *
   * @param local files of this machine are allowed
   */
  static Optional<String> fault(String uri, boolean local) {
    if (uri.contains("${")) {
      return Optional.of("has a ${…} inside quotes, where it is not replaced");
    }
    if (uri.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("holds a control character");
    }
    Matcher schemed = SCHEME.matcher(uri);
    boolean remote = schemed.matches();
    String scheme = remote ? schemed.group(1) : "file";
    String rest = remote ? schemed.group(2) : uri;
    if (uri.isBlank()) {
      return Optional.of("is empty");
    }
    if (Arrays.asList(rest.split("/", -1)).contains("..")) {
      return Optional.of("leaves its folder with '..'");
    }
    return switch (scheme) {
      case "s3", "s3a" -> bucketFault(rest);
      case "file" ->
          local
              ? Optional.empty()
              : Optional.of("is on this machine, which only an environment with a sandbox may use");
      default -> Optional.of("is neither s3:// nor s3a://");
    };
  }

  static boolean isRemote(String uri) {
    return uri.startsWith("s3://") || uri.startsWith("s3a://");
  }

  /** The bucket of a URI that is remote. */
  static String bucket(String uri) {
    return uri.split("/", -1)[2];
  }

  /** Does a place lie in a prefix, or equal it? Both schemes of S3 are the same place. */
  static boolean isWithin(String uri, String prefix) {
    String folder = plain(prefix);
    String place = plain(uri);
    return place.equals(folder) || place.startsWith(folder + "/");
  }

  static String withoutSlashAtEnd(String uri) {
    return uri.length() > 1 && uri.endsWith("/")
        ? withoutSlashAtEnd(uri.substring(0, uri.length() - 1))
        : uri;
  }

  private static Optional<String> bucketFault(String rest) {
    if (rest.startsWith("//") && rest.substring(2).split("/", 2)[0].contains("@")) {
      return Optional.of("has credentials in it, which no file may hold");
    }
    return BUCKET.matcher(rest).matches()
        ? Optional.empty()
        : Optional.of("does not name a bucket");
  }

  private static String plain(String uri) {
    String place = withoutSlashAtEnd(uri);
    if (place.startsWith("s3a://")) {
      return "s3" + place.substring(3);
    }
    return place.startsWith("file:") ? place.substring(5).replaceFirst("^/+", "/") : place;
  }
}
