package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.PlayContext;
import io.hitless.run.step.WrittenNames;
import io.hitless.value.Redactor;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains in words why a host failed. Text that {@code no_log} hides stays hidden. */
public record FailureText(PlayContext play, Redactor redactor) {
    /** Returns the reason, or null if the host has not failed. */
    public @Nullable String of(HostRun host) {
        HostState.Failure failure = host.state().cause();
        if (failure == null) {
            return null;
        }
        Step step = failure.step();
        String text = step != null && play.keywords(step, host).isSet(Keyword.NO_LOG)
                ? "its result is hidden by no_log"
                : what(failure.result());
        String shown = SecretUse.recording(new LinkedHashSet<>(failure.secrets()), () -> redactor.redact(text));
        return step == null ? shown : "'" + WrittenNames.of(step) + "': " + shown;
    }

    // For a loop, explains the first failed item; for a command, adds the last line of its output.
    private static String what(Map<?, ?> result) {
        if (result.get("results") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> its && Boolean.TRUE.equals(its.get("failed"))) {
                    return what(its);
                }
            }
        }
        Object msg = result.get("msg");
        String text = msg == null ? "failed" : Values.text(msg);
        if (!(result.get("rc") instanceof Number rc)) {
            return text;
        }
        String said = result.get("stderr") instanceof String stderr ? stderr.strip() : "";
        return text + ", rc " + rc + (said.isEmpty() ? "" : ": " + said.substring(said.lastIndexOf('\n') + 1));
    }
}
