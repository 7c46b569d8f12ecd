package io.hitless.event;

import io.hitless.source.Span;

/**
 * Which task is spoken of.
 *
 * @param id unique in the run: counts task starts
 * @param name as shown, with its role ({@code haproxy : build})
 * @param action the module's name as written
 * @param handler whether it runs because it was notified
 * @param at where it is written
 */
public record TaskRef(int id, String name, String action, boolean handler, Span at) {}
