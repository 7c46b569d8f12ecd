package io.hitless.store;

import java.time.Instant;

/**
 * The accepted state of a service, to compare later states with.
 *
 * @param start an id that changes at each start of the service
 * @param files its unit and drop-ins, one line each, with a checksum
 * @param at when the service was last found in this state
 */
public record ServiceBaseline(String host, String service, String start, String files, Instant at) {}
