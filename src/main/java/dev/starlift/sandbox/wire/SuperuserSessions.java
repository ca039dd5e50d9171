package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.session.AdminSessions;
import dev.starlift.sandbox.session.Databases;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One connection per database, opened when first needed and again when it broke. */
public final class SuperuserSessions implements AdminSessions, AutoCloseable {
  /** The database that every cluster has. */
  private static final String CLUSTER = "postgres";

  private final int port;
  private final Login superuser;
  private final Map<String, Slot> slots = new HashMap<>();

  public SuperuserSessions(int port, Login superuser) {
    this.port = port;
    this.superuser = superuser;
  }

  private static final class Slot {
    private Backend backend;
  }

  @Override
  public <T> T inDatabase(String namespace, String database, Work<T> work)
      throws SqlError, IOException {
    String physical = Databases.physicalName(namespace, database);
    return run(physical, new Backend.Identity(superuser.user(), namespace, database), work);
  }

  @Override
  public <T> T inCluster(Work<T> work) throws SqlError, IOException {
    return run(CLUSTER, new Backend.Identity(superuser.user(), "", CLUSTER), work);
  }

  @Override
  public void release(String namespace, String database) throws IOException {
    Slot slot = slot(Databases.physicalName(namespace, database));
    synchronized (slot) {
      if (slot.backend != null) {
        slot.backend.close();
        slot.backend = null;
      }
    }
  }

  private <T> T run(String physical, Backend.Identity identity, Work<T> work)
      throws SqlError, IOException {
    Slot slot = slot(physical);
    synchronized (slot) {
      if (slot.backend == null) {
        slot.backend = connect(physical, identity);
      }
      try {
        return work.run(slot.backend);
      } catch (IOException e) {
        slot.backend.abandon();
        slot.backend = null;
        throw e;
      }
    }
  }

  private Slot slot(String physical) {
    synchronized (slots) {
      return slots.computeIfAbsent(physical, name -> new Slot());
    }
  }

  private Backend connect(String physical, Backend.Identity identity) throws SqlError, IOException {
    return Backend.connect(
        port,
        identity,
        superuser.password(),
        Map.of(
            "user",
            superuser.user(),
            "database",
            physical,
            "application_name",
            "starlift sandbox",
            "client_encoding",
            "UTF8"));
  }

  @Override
  public void close() throws IOException {
    synchronized (slots) {
      for (Slot slot : slots.values()) {
        synchronized (slot) {
          if (slot.backend != null) {
            slot.backend.close();
          }
        }
      }
      slots.clear();
    }
  }
}
