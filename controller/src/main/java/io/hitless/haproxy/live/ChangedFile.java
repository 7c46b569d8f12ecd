package io.hitless.haproxy.live;

/**
 * A file beside the configuration that changes.
 *
 * @param path as the configuration names it
 * @param before what the running process has of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record ChangedFile(String path, byte[] before, byte[] after) {}
