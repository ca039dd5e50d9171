package dev.starlift.sandbox.share;

/** A database that a consumer made from a data share. */
record SharedDatabase(
    String name,
    String share,
    String producerId,
    String producerNamespace,
    String producerDatabase) {}
