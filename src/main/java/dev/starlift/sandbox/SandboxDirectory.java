package dev.starlift.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to serve a directory: a lock that the operating system gives back when its process
 * ends, however it ends.
 */
final class SandboxDirectory implements Closeable {
  private static final String LOCK_FILE = "sandbox.lock";

  /** {@link #isInUse} of another process holds the lock for a moment. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_MILLIS = 50;

  private final FileChannel channel;

  private SandboxDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IOException if another sandbox has it
   */
  static SandboxDirectory lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (tryLock(channel)) {
          return new SandboxDirectory(channel);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + directory, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "Another process serves the sandbox in %s%s. Use that one, stop it, or choose another directory."
            .formatted(directory, pid(directory)));
  }

  /** Does some process, or this one, serve the directory? */
  static boolean isInUse(Path directory) throws IOException {
    Path file = directory.resolve(LOCK_FILE);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !tryLock(channel);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }

  private static String pid(Path directory) throws IOException {
    return SandboxState.read(directory)
        .address(directory.toAbsolutePath())
        .map(address -> " (process %d)".formatted(address.pid()))
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
