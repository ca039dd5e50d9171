package dev.starlift.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JDBC URL of a namespace may say. The driver has properties that load classes, write
 * files or weaken TLS; only those listed here get through.
 */
final class JdbcUrl {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:redshift(:iam)?://(\\[[0-9A-Fa-f:.]+]|[^/:?;@]+)(:(\\d{1,5}|[a-z0-9-]+))?"
              + "/([^/?;&]+)([?;].*)?");

  private static final Set<String> ALLOWED =
      Set.of(
          "applicationname",
          "clusterid",
          "connecttimeout",
          "dbuser",
          "isserverless",
          "logintimeout",
          "profile",
          "region",
          "serverlessacctid",
          "serverlessworkgroup",
          "sockettimeout",
          "ssl",
          "sslmode",
          "sslrootcert",
          "tcpkeepalive",
          "tcpkeepaliveminutes");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private JdbcUrl() {}

  /** Everything that is wrong with a URL; never repeats a value. */
  static List<String> faults(String url) {
    List<String> faults = new ArrayList<>();
    if (Secrets.isHeldBy(url)) {
      faults.add("holds a password, which no file may hold");
      return faults;
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      faults.add("is not of the form jdbc:redshift://host:port/database;Property=value");
      return faults;
    }
    boolean loopback = LOOPBACK.contains(parts.group(2).toLowerCase(Locale.ROOT));
    TreeMap<String, String> properties = new TreeMap<>();
    for (String property : Optional.ofNullable(parts.group(6)).orElse("").split("[?;&]", -1)) {
      if (!property.isEmpty()) {
        int equals = property.indexOf('=');
        String name = equals < 0 ? property : property.substring(0, equals);
        String value = equals < 0 ? "" : property.substring(equals + 1);
        String earlier = properties.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        if (earlier != null) {
          faults.add("gives the property '%s' twice".formatted(name));
        }
        if (!ALLOWED.contains(name.toLowerCase(Locale.ROOT))) {
          faults.add("has the property '%s', which is not allowed".formatted(name));
        }
      }
    }
    String mode = properties.getOrDefault("sslmode", "verify-full");
    if (!loopback && !mode.equalsIgnoreCase("verify-full")) {
      faults.add("weakens TLS with sslmode; only verify-full proves whom it talks to");
    }
    if (!loopback && !properties.getOrDefault("ssl", "true").equalsIgnoreCase("true")) {
      faults.add("turns TLS off with ssl");
    }
    return faults;
  }
}
