package dev.starlift;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages of a source tree, what each says it may import in its {@code package-info.java}, and
 * what it uses: by import or by full name, but not in comments and strings.
 */
final class House {
  /** A package may use only what stands before it. */
  static final List<String> ORDER =
      List.of(
          "problem",
          "model",
          "ddl",
          "sql",
          "job",
          "source",
          "conform",
          "stage",
          "warehouse",
          "share",
          "report",
          "load",
          "generate",
          "sandbox.session",
          "sandbox.dialect",
          "sandbox.s3",
          "sandbox.copy",
          "sandbox.catalog",
          "sandbox.share",
          "sandbox.wire",
          "sandbox",
          "cli");

  private static final Pattern MAY_IMPORT =
      Pattern.compile("<p>May import: ([^.]*(?:\\.\\w[^.]*)*)\\.");
  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'");
  private static final Pattern USE =
      Pattern.compile("\\bdev\\.starlift((?:\\.[a-z]\\w*)*)\\.[A-Z*]");
  private static final String NOTHING = "nothing of Starlift";

  private final Path root;
  private final List<String> violations = new ArrayList<>();

  private House(Path root) {
    this.root = root;
  }

  /**
   * @param root the folder of package {@code dev.starlift}
   * @return one sentence for each arrow that must not be; empty for a house in order
   */
  static List<String> violations(Path root) throws IOException {
    House house = new House(root);
    try (Stream<Path> found = Files.walk(root)) {
      for (Path folder : found.filter(Files::isDirectory).sorted().toList()) {
        house.inspect(folder);
      }
    }
    return house.violations;
  }

  private void inspect(Path folder) throws IOException {
    List<Path> sources = sources(folder);
    if (sources.isEmpty()) {
      return;
    }
    String name = root.relativize(folder).toString().replace('/', '.').replace('\\', '.');
    if (!ORDER.contains(name)) {
      violations.add("Package '%s' has no place in the house.".formatted(name));
      return;
    }
    Path info = folder.resolve("package-info.java");
    if (!sources.contains(info)) {
      violations.add("Package %s has no package-info.java.".formatted(name));
      return;
    }
    List<String> mayImport = mayImport(name, Files.readString(info, UTF_8));
    for (String allowed : mayImport) {
      if (!standsBefore(allowed, name)) {
        violations.add(
            "%s may not import %s: it does not stand before it.".formatted(name, allowed));
      }
    }
    for (Path source : sources) {
      for (String used : uses(Files.readString(source, UTF_8))) {
        if (!used.equals(name) && !mayImport.contains(used)) {
          violations.add(
              "%s/%s uses %s, which its package-info.java does not list."
                  .formatted(name, source.getFileName(), used));
        }
      }
    }
  }

  private List<String> mayImport(String name, String packageInfo) {
    String text = packageInfo.replaceAll("\\s*\\R \\*\\s*", " ");
    Matcher line = MAY_IMPORT.matcher(text);
    if (!line.find()) {
      violations.add("package-info.java of %s does not say what it may import.".formatted(name));
      return List.of();
    }
    return line.group(1).equals(NOTHING)
        ? List.of()
        : Arrays.stream(line.group(1).split(",")).map(String::strip).toList();
  }

  private static boolean standsBefore(String allowed, String name) {
    return ORDER.contains(allowed) && ORDER.indexOf(allowed) < ORDER.indexOf(name);
  }

  private static SortedSet<String> uses(String source) {
    String code = COMMENT_OR_TEXT.matcher(source).replaceAll("\"\"");
    SortedSet<String> uses = new TreeSet<>();
    Matcher use = USE.matcher(code);
    while (use.find()) {
      uses.add(use.group(1).isEmpty() ? "" : use.group(1).substring(1));
    }
    return uses;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
