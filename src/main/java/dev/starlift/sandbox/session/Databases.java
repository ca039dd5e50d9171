package dev.starlift.sandbox.session;

/** How the databases of all namespaces are named in the one PostgreSQL cluster. */
public final class Databases {
  private Databases() {}

  /** Namespace names have no slash, so no two pairs meet. */
  public static String physicalName(String namespace, String database) {
    return namespace + "/" + database;
  }
}
