package dev.starlift.sandbox.wire;

import dev.starlift.sandbox.catalog.QueryHistory;
import dev.starlift.sandbox.copy.CopyEngine;
import dev.starlift.sandbox.share.Shares;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the gateway of one namespace works with.
 *
 * @param postgresPort of the server behind all gateways
 * @param queryIds gives every statement of the sandbox its number
 */
public record NamespaceServices(
    String namespace,
    int postgresPort,
    Login login,
    ServerCertificate certificate,
    Shares shares,
    CopyEngine copy,
    QueryHistory history,
    AtomicLong queryIds) {}
