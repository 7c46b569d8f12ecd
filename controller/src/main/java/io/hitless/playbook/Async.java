package io.hitless.playbook;

import io.hitless.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous job: the task runs on its host even if the session ends.
 *
 * @param seconds the time limit of the job; 0: the task is not asynchronous
 * @param poll seconds between two polls, 15 if null; 0: the run does not wait for the job
 */
public record Async(Template seconds, @Nullable Template poll) {}
