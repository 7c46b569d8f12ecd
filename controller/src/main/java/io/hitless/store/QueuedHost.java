package io.hitless.store;

import org.jspecify.annotations.Nullable;

/**
 * A host of a run that a worker is to carry out.
 *
 * @param zone the zone of the workers that may take it; null: any worker may
 */
public record QueuedHost(String name, @Nullable String zone) {}
