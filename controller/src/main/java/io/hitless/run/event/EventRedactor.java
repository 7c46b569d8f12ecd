package io.hitless.run.event;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.event.ValueJson;
import io.hitless.value.Portable;
import io.hitless.value.Redactor;
import io.hitless.value.SecretUse;
import io.hitless.vars.ResultCipher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Masks secrets in events, and encrypts the results that a resume needs in full. */
public record EventRedactor(Redactor redactor, ResultCipher cipher) {
    /** The key, in a sealed result, of the secrets that the result was computed from. */
    public static final String SECRETS = "_hitless_secrets";

    /** The event as it may be shown. */
    Event shown(Event event) {
        return switch (event) {
            case Event.TaskEnded(var task, var host, var delegate, var looped, var outcome, var sealed) ->
                new Event.TaskEnded(redacted(task), host, delegate, looped, redacted(outcome), sealed);
            case Event.ItemEnded(var task, var host, var delegate, var item, var outcome, var sealed) ->
                new Event.ItemEnded(redacted(task), host, delegate, redactor.redact(item), redacted(outcome), sealed);
            case Event.Retrying(var task, var host, var left, var outcome) ->
                new Event.Retrying(redacted(task), host, left, redacted(outcome));
            case Event.JobReported(var task, var host, var job, var state) ->
                new Event.JobReported(redacted(task), host, job, state);
            case Event.TaskStarted(var task, var hosts) -> new Event.TaskStarted(redacted(task), hosts);
            case Event.Meta(var task, var host, var kind, var skipped) ->
                new Event.Meta(redacted(task), host, kind, skipped);
            case Event.HostStarted(var task, var host) -> new Event.HostStarted(redacted(task), host);
            case Event.Output(var task, var host, var stream, var lines, var wanted) ->
                new Event.Output(
                        redacted(task),
                        host,
                        stream,
                        lines.stream().map(redactor::redact).toList(),
                        wanted);
            case Event.PlayStarted(var number, var name, var hosts, var batches, var independent, var at) ->
                new Event.PlayStarted(number, redactedName(name), hosts, batches, independent, at);
            case Event.NoHosts(var play, var why) -> new Event.NoHosts(redactedName(play), why);
            case Event.Notified(var host, var handler, var at) -> new Event.Notified(host, redactedName(handler), at);
            case Event.Included(var task, var what, var item, var hosts) ->
                new Event.Included(
                        redacted(task), redactor.redact(what), item == null ? null : redactor.redact(item), hosts);
            case Event.Decision(var id, var topic, var verdict, var text, var hosts, var figures) ->
                new Event.Decision(id, topic, verdict, redactor.redact(text), hosts, figures);
            case Event.Warning(var text, var at) -> new Event.Warning(redactor.redact(text), at);
            case Event.RunStarted _,
                    Event.BatchStarted _,
                    Event.Locked _,
                    Event.Rescued _,
                    Event.NoMoreHosts _,
                    Event.RunEnded _ -> event;
        };
    }

    // Short secrets in a name were masked when it was resolved. Elsewhere in the name such a word is a coincidence.
    private String redactedName(String name) {
        return SecretUse.apart(() -> redactor.redact(name));
    }

    private TaskRef redacted(TaskRef task) {
        String name = redactedName(task.name());
        String arguments = task.arguments();
        if (arguments != null) {
            return task.named(name).with(redactedName(arguments));
        }
        return name.equals(task.name()) ? task : task.named(name);
    }

    /**
     * The whole result, encrypted, if the shown one is incomplete; null if it is complete or there is no vault
     * password.
     */
    @Nullable
    String sealed(Map<String, @Nullable Object> whole, Map<String, @Nullable Object> shown) {
        boolean incomplete = !whole.equals(shown) || !whole.equals(redactor.redactValue(whole));
        if (!incomplete) {
            return null;
        }
        Map<String, @Nullable Object> sealed = new LinkedHashMap<>(whole);
        sealed.put(SECRETS, List.copyOf(SecretUse.soFar()));
        return cipher.seal(ValueJson.write(sealed));
    }

    /** The value with secrets masked, of types that can be stored. */
    @Nullable
    Object redacted(@Nullable Object value) {
        return redactor.redactValue(Portable.of(value));
    }

    private Outcome redacted(Outcome outcome) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        outcome.result().forEach((name, value) -> result.put(name, redacted(value)));
        List<Outcome.Diff> diffs = outcome.diffs().stream()
                .map(diff -> new Outcome.Diff(
                        diff.label(), redactor.redact(diff.before()), redactor.redact(diff.after()), diff.wanted()))
                .toList();
        return outcome.with(result).with(diffs);
    }
}
