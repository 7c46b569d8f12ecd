package io.hitless.run.rollback;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskOptions;
import io.hitless.run.host.HostChanges;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.NotifiedPlay;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.FailureRules;
import io.hitless.run.task.FailureText;
import io.hitless.run.task.PlayRules;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.TaskRun;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rolls a host back to its state before a run, for each user that made changes there, the last one first. Then it runs
 * the handlers that the changes had notified, so that services load the restored files.
 */
public final class Rollback {
    private static final Set<Keyword> ACCESS_KEYWORDS = EnumSet.of(
            Keyword.BECOME,
            Keyword.BECOME_USER,
            Keyword.BECOME_METHOD,
            Keyword.BECOME_FLAGS,
            Keyword.BECOME_EXE,
            Keyword.REMOTE_USER,
            Keyword.CONNECTION,
            Keyword.PORT);

    private final TaskEnvironment run;
    private final FailureText failures;
    private final String id;
    private final Duration limit;
    private final boolean replacesCounts;
    private final List<String> restored = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final Set<String> notUndone = new LinkedHashSet<>();
    private final List<String> handlers = new ArrayList<>();

    /**
     * @param id of the run to undo
     * @param limit the time limit for the host
     * @param replacesCounts whether the recap counts only the tasks of the rollback
     */
    public Rollback(TaskEnvironment run, FailureText failures, String id, Duration limit, boolean replacesCounts) {
        this.run = run;
        this.failures = failures;
        this.id = id;
        this.limit = limit;
        this.replacesCounts = replacesCounts;
    }

    /** Rolls one host back. Afterwards the host has its state from before. One instance per host. */
    public RollbackResult of(HostRun host, PlayRules play) throws InterruptedException {
        HostRun.Snapshot snapshot = host.startTrial();
        HostRun.Snapshot undone;
        String problem;
        host.time().setDeadline(System.nanoTime() + limit.toNanos());
        try {
            problem = undo(host, play);
            if (problem == null) {
                problem = handlers(host);
            }
        } finally {
            host.time().setDeadline(null);
            undone = host.startTrial();
            host.restore(snapshot);
        }
        if (replacesCounts && problem == null) {
            host.replaceCounts(undone.counts());
        }
        notUndone.addAll(host.changes().onDelegates());
        return new RollbackResult(host.name(), restored, removed, services, List.copyOf(notUndone), handlers, problem);
    }

    private @Nullable String undo(HostRun host, PlayRules play) throws InterruptedException {
        ModuleSpec undo = run.tools().modules().internal("undo");
        for (HostChanges.Identity identity : host.changes().identities()) {
            host.startTrial();
            String problem = undo(host, play, undoTask(undo, identity.task()));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String undo(HostRun host, PlayRules play, Task task) throws InterruptedException {
        try {
            var ended = new TaskRun(play, run, new FailureRules(play, run, List.of(host)), StepPurpose.ROLLBACK)
                    .run(task, List.of(host), false, false)
                    .get(host);
            if (ended == null) {
                return "not undone, as the operator did not let it";
            }
            Map<String, @Nullable Object> fields = ended.result().fields();
            collect(fields.get("restored"), restored);
            collect(fields.get("removed"), removed);
            collect(fields.get("services"), services);
            List<String> left = new ArrayList<>();
            collect(fields.get("not_undone"), left);
            left.forEach(each -> notUndone.add(describe(each)));
        } catch (UserError e) {
            return e.what();
        }
        return host.isLost() ? failures.of(host) : null;
    }

    // The host knows calls only by their keys. A resumed run may not have reached that task yet.
    private String describe(String left) {
        int space = left.indexOf(' ');
        if (space < 0) {
            return left;
        }
        String task = run.play().taskOf(left.substring(0, space));
        String what = left.substring(space + 1).replaceFirst("^(\\w+): \\1$", "$1");
        return task == null ? what : "'" + task + "' (" + what + ")";
    }

    private static void collect(@Nullable Object value, List<String> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> into.add(Values.text(item)));
        }
    }

    private Task undoTask(ModuleSpec undo, Task after) {
        Span at = after.span();
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        after.settings().keywords().forEach((keyword, value) -> {
            if (ACCESS_KEYWORDS.contains(keyword)) {
                keywords.put(keyword, value);
            }
        });
        InheritedKeywords afterKeywords = after.settings();
        InheritedKeywords settings = new InheritedKeywords(
                keywords,
                List.of(),
                List.of("always"),
                List.of(),
                afterKeywords.vars(),
                afterKeywords.includeParams(),
                Map.of());
        return new Task(
                new Template.Constant("undo what this run changed", at),
                "undo",
                undo,
                new TaskOptions(Map.of("run", new Template.Constant(id, at)), null),
                settings,
                Task.Control.ONCE,
                Task.ResultRules.NONE,
                after.place(),
                at);
    }

    /** Runs the notified handlers of each play, with the variables of that play. */
    private @Nullable String handlers(HostRun host) throws InterruptedException {
        String problem = null;
        for (NotifiedPlay play : List.copyOf(host.notifications().inRun().keySet())) {
            Set<Handler> notified = host.notifications().inRun().getOrDefault(play, Set.of());
            play.handlers(host.name()).stream()
                    .filter(notified::contains)
                    .toList()
                    .forEach(handler -> {
                        handlers.add(WrittenNames.of(handler.step()));
                        host.notifications().add(handler, play);
                    });
            host.startTrial();
            play.runHandlers(host.name(), StepPurpose.ROLLBACK);
            if (host.isLost() && problem == null) {
                problem = "handler " + failures.of(host);
            }
        }
        return problem;
    }
}
