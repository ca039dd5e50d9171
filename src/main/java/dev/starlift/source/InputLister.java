package dev.starlift.source;

import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.FutureIO;

/** Finds the files of a source and freezes them by URI, etag and size. Runs on the driver. */
public final class InputLister {
  private static final Pattern LOCATION =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^/]*)?(.*)", Pattern.DOTALL);
  private static final Pattern GLOB_CHARACTER = Pattern.compile("[*?{\\[]");

  private static final int REQUESTS_AT_A_TIME = 16;

  /** So few are asked for one by one, however many files lie beside them. */
  private static final int FEW_FILES = 100;

  private final Configuration conf;

  public InputLister(Configuration conf) {
    this.conf = conf;
  }

  /**
   * Lists the files of a source. A path that exists as it is written is never taken for a glob.
   *
   * @throws StarliftException INPUT_UNUSABLE when there is no file, the named file would be
   *     skipped, or access is denied; UNREACHABLE when the store does not answer
   */
  public Listing list(SourceDefinition source) {
    Store store = new Store(conf, source);
    Path path = toPath(source);
    FileSystem files = store.connect(path);
    try {
      return list(source, files, path);
    } catch (IOException e) {
      throw store.failure(e);
    }
  }

  /**
   * Looks again and compares: for the moment before a release is published.
   *
   * @return a problem for each file that is gone or has changed
   * @throws StarliftException UNREACHABLE when the store does not answer
   */
  public List<Problem> changes(SourceDefinition source, List<InputFile> files) {
    Set<InputFile> now = Set.of();
    try {
      now = files.size() <= FEW_FILES ? asTheyAre(source, files) : Set.copyOf(list(source).files());
    } catch (StarliftException e) {
      if (e.code() != ExitCode.INPUT_UNUSABLE) {
        throw e;
      }
    }
    return files.stream()
        .filter(Predicate.not(now::contains))
        .map(file -> FrozenFile.changed(file).problem())
        .toList();
  }

  private Set<InputFile> asTheyAre(SourceDefinition source, List<InputFile> files) {
    Store store = new Store(conf, source);
    ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_A_TIME);
    try {
      List<Future<FileStatus>> answers = new ArrayList<>();
      for (InputFile file : files) {
        Path path = new Path(file.uri());
        answers.add(threads.submit(() -> literally(path.getFileSystem(conf), path)));
      }
      Set<InputFile> found = new HashSet<>();
      for (int i = 0; i < files.size(); i++) {
        FileStatus status = FutureIO.awaitFuture(answers.get(i));
        if (status != null && status.isFile()) {
          found.add(new InputFile(files.get(i).uri(), Etag.of(status), status.getLen()));
        }
      }
      return found;
    } catch (IOException e) {
      throw store.failure(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Path toPath(SourceDefinition source) {
    Matcher parts = LOCATION.matcher(source.path());
    String key = parts.matches() ? parts.group(2) : source.path();
    if (key.contains("//") || ("/" + key + "/").contains("/../")) {
      throw unusable(
          source,
          "'%s' holds '//' or '..', which Hadoop's file systems cannot name."
              .formatted(source.path()),
          "Name the prefix without them; keys that need them must be copied to other names.");
    }
    try {
      return new Path(source.path());
    } catch (IllegalArgumentException e) {
      throw unusable(
          source, "'%s' is not a path: %s.".formatted(source.path(), e.getMessage()), "");
    }
  }

  private Listing list(SourceDefinition source, FileSystem store, Path path) throws IOException {
    Found found = new Found();
    FileStatus literal = literally(store, path);
    if (source.manifest() && literal != null && literal.isFile()) {
      found.addListed(source, store, path);
    } else if (literal != null && literal.isFile()) {
      if (isHidden(path.getName())) {
        throw unusable(
            source,
            "%s would be skipped: names that begin with '_' or '.' are no inputs."
                .formatted(literal.getPath()),
            "Rename the file.");
      }
      found.add(literal);
    } else if (literal != null) {
      found.addTree(store, literal.getPath());
    } else if (GLOB_CHARACTER.matcher(source.path()).find()) {
      found.addMatches(store, path);
    }
    if (found.files.isEmpty() && !source.expected().noFiles()) {
      throw unusable(
          source,
          "Source %s: there is no file at %s%s."
              .formatted(
                  source.name(),
                  source.path(),
                  found.ignored == 0
                      ? ""
                      : " (%d ignored by their names)".formatted(found.ignored)),
          "Check the path; a prefix ends in '/'. Where none is fine, say no-files = ok.");
    }
    List<InputFile> files = List.copyOf(found.files.values());
    Problems doubtful = new Problems();
    Directories.problems(source, files).forEach(doubtful::add);
    doubtful.throwIfAny(ExitCode.INPUT_UNUSABLE);
    return new Listing(files, found.ignored, found.warnings(source));
  }

  private static FileStatus literally(FileSystem store, Path path) throws IOException {
    try {
      return store.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".") || name.endsWith("._COPYING_");
  }

  private static StarliftException unusable(SourceDefinition source, String what, String fix) {
    return new StarliftException(ExitCode.INPUT_UNUSABLE, Problem.at(source.where(), what, fix));
  }

  /** What a listing has come across so far. */
  private static final class Found {
    private final TreeMap<String, InputFile> files = new TreeMap<>();
    private final Map<String, List<String>> byEtag = new TreeMap<>();
    private final List<Problem> listed = new ArrayList<>();
    private long ignored;

    void add(FileStatus file) {
      String uri = file.getPath().toString();
      InputFile input = new InputFile(uri, Etag.of(file), file.getLen());
      if (files.put(uri, input) == null && Etag.isKeptBy(file) && input.bytes() > 0) {
        byEtag.computeIfAbsent(input.etag(), etag -> new ArrayList<>()).add(uri);
      }
    }

    /** What a manifest names, in parallel: it may name a hundred thousand. */
    void addListed(SourceDefinition source, FileSystem store, Path manifest) throws IOException {
      ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_A_TIME);
      try {
        Map<ManifestFile.Entry, Future<FileStatus>> answers = new LinkedHashMap<>();
        for (ManifestFile.Entry entry : ManifestFile.read(source, store, manifest)) {
          Future<FileStatus> earlier =
              answers.put(entry, threads.submit(() -> literally(store, entry.path())));
          if (earlier != null) {
            listed.add(
                new Problem(entry.path().toString(), "is in the manifest more than once.", ""));
          }
        }
        Problems wrong = new Problems();
        for (Map.Entry<ManifestFile.Entry, Future<FileStatus>> each : answers.entrySet()) {
          addListed(each.getKey(), FutureIO.awaitFuture(each.getValue()), wrong);
        }
        wrong.throwIfAny(ExitCode.INPUT_UNUSABLE);
      } finally {
        threads.shutdownNow();
      }
    }

    private void addListed(ManifestFile.Entry entry, FileStatus file, Problems wrong) {
      String uri = entry.path().toString();
      if (file == null || !file.isFile()) {
        if (entry.mandatory()) {
          wrong.add(uri, "is mandatory in the manifest, and not there.", "Upload it.");
        } else {
          listed.add(new Problem(uri, "is in the manifest, and not there.", ""));
        }
      } else if (entry.bytes().filter(bytes -> bytes != file.getLen()).isPresent()) {
        wrong.add(
            uri,
            "has %,d bytes, and the manifest says %,d."
                .formatted(file.getLen(), entry.bytes().get()),
            "It may still be written. Run again when it is complete.");
      } else {
        add(file);
      }
    }

    void addTree(FileSystem store, Path prefix) throws IOException {
      addTree(store, prefix, prefix);
    }

    private void addTree(FileSystem store, Path from, Path below) throws IOException {
      if (store instanceof LocalFileSystem) {
        // Its listFiles starts a process for each file, to learn the owner.
        for (FileStatus each : store.listStatus(from)) {
          if (each.isDirectory()) {
            addTree(store, each.getPath(), below);
          } else {
            addUnlessHidden(each, below);
          }
        }
        return;
      }
      RemoteIterator<LocatedFileStatus> each = store.listFiles(from, true);
      while (each.hasNext()) {
        addUnlessHidden(each.next(), below);
      }
    }

    void addMatches(FileSystem store, Path glob) throws IOException {
      FileStatus[] matches = store.globStatus(glob);
      if (matches == null) {
        return;
      }
      Path fixed = store.makeQualified(withoutWildcards(glob));
      for (FileStatus match : matches) {
        if (match.isFile()) {
          addUnlessHidden(match, fixed);
        } else {
          addTree(store, match.getPath(), fixed);
        }
      }
    }

    private void addUnlessHidden(FileStatus file, Path below) {
      for (Path at = file.getPath(); at != null && !at.equals(below); at = at.getParent()) {
        if (isHidden(at.getName())) {
          ignored++;
          return;
        }
      }
      add(file);
    }

    private static Path withoutWildcards(Path glob) {
      Path fixed = glob;
      for (Path at = glob; at != null; at = at.getParent()) {
        if (GLOB_CHARACTER.matcher(at.getName()).find()) {
          fixed = at.getParent();
        }
      }
      return fixed == null ? glob : fixed;
    }

    List<Problem> warnings(SourceDefinition source) {
      List<Problem> warnings = new ArrayList<>(listed);
      for (InputFile file : files.values()) {
        if (file.bytes() == 0) {
          warnings.add(new Problem(file.uri(), "is empty.", ""));
        }
      }
      for (List<String> same : byEtag.values()) {
        if (same.size() > 1) {
          warnings.add(
              Problem.at(
                  source.where(),
                  "%d files have the same content, each is loaded: %s."
                      .formatted(same.size(), String.join(", ", same)),
                  ""));
        }
      }
      return warnings;
    }
  }
}
