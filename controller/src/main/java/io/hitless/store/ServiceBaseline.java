package io.hitless.store;

import java.time.Instant;

/**
 * How a service ran when that was in order.
 *
 * @param start another at each start of the service
 * @param files its unit and what belongs to it, a line each with a checksum
 * @param at when it was last seen so
 */
public record ServiceBaseline(String host, String service, String start, String files, Instant at) {}
