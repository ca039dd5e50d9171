package dev.starlift.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, unpacked once per user from the archive on the class path
 * and shared by all sandboxes.
 */
final class PostgresBinaries {
  private static final int DIGEST_CHARACTERS = 16;

  private PostgresBinaries() {}

  /**
   * The directory that holds {@code bin/postgres}.
   *
   * @throws IOException if there are none for this machine, or they cannot be unpacked
   */
  static Path unpacked() throws IOException {
    String archive = archiveName();
    String digest = digest(archive);
    Path cache = cacheDirectory();
    Path home = cache.resolve("postgres-" + digest);
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try (InputStream in = open(archive)) {
      unpack(in, fresh);
      // Renamed when complete: a process killed in between leaves no half-filled home.
      Files.move(fresh, home);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException other) {
      Directories.delete(fresh);
    }
    return home;
  }

  private static String archiveName() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : "windows";
    String architecture =
        List.of("aarch64", "arm64").contains(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
    String name = "postgres-%s-%s.txz".formatted(system, architecture);
    if (PostgresBinaries.class.getResource("/" + name) == null) {
      throw new IOException(
          "The sandbox has no PostgreSQL for %s on %s: %s is not on the class path."
              .formatted(os, System.getProperty("os.arch"), name));
    }
    return name;
  }

  private static InputStream open(String archive) throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive);
    if (in == null) {
      throw new NoSuchFileException(archive);
    }
    return new BufferedInputStream(in);
  }

  private static Path cacheDirectory() {
    Path base =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(path -> !path.isBlank())
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    return base.resolve("starlift");
  }

  private static String digest(String archive) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of()
          .formatHex(in.getMessageDigest().digest())
          .substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static void unpack(InputStream in, Path target) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("The PostgreSQL archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          makeExecutable(path, entry.getMode());
        }
      }
    }
  }

  private static void makeExecutable(Path path, int mode) throws IOException {
    if ((mode & 0111) == 0) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(path, permissions);
  }
}
