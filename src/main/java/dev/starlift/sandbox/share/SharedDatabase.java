package dev.starlift.sandbox.share;

/**
 * A database that a consumer made from a data share.
 *
 * @param producerDatabase the producer's database that the share is of
 * @param withPermissions whether rights are granted on its objects
 */
record SharedDatabase(
    String name,
    String share,
    String producerId,
    String producerNamespace,
    String producerDatabase,
    boolean withPermissions) {}
