package io.hitless.playbook;

import io.hitless.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs on its host whether or not the session lasts.
 *
 * @param seconds how long it may take at most; 0: it runs as any other task
 * @param poll seconds between two questions whether it has ended, 15 if null; 0: nobody waits for it
 */
public record Async(Template seconds, @Nullable Template poll) {}
