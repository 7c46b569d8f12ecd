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
 * Puts hosts back to what they were before a run: as each identity that acted there, the last first; then the handlers
 * that the run's changes had notified, as what serves must take up what is on disk again.
 */
public final class Rollback {
    private static final Set<Keyword> WAY_THERE = EnumSet.of(
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
    private final boolean recounts;
    private final List<String> restored = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final Set<String> notUndone = new LinkedHashSet<>();
    private final List<String> handlers = new ArrayList<>();

    /**
     * @param id of the run that is undone
     * @param limit for a host
     * @param recounts whether the recap is of this alone: there is nothing else that it could tell
     */
    public Rollback(TaskEnvironment run, FailureText failures, String id, Duration limit, boolean recounts) {
        this.run = run;
        this.failures = failures;
        this.id = id;
        this.limit = limit;
        this.recounts = recounts;
    }

    /** Undoes one host; however that ends, it stands afterwards as before. Made anew for each host. */
    public RollbackResult of(HostRun host, PlayRules play) throws InterruptedException {
        HostRun.Mark mark = host.lend();
        HostRun.Mark undone;
        String trouble;
        host.hurry(System.nanoTime() + limit.toNanos());
        try {
            trouble = undo(host, play);
            if (trouble == null) {
                trouble = handlers(host);
            }
        } finally {
            host.hurry(null);
            undone = host.lend();
            host.backTo(mark);
        }
        if (recounts && trouble == null) {
            host.recount(undone.counts());
        }
        notUndone.addAll(host.trail().elsewhere());
        return new RollbackResult(host.name(), restored, removed, services, List.copyOf(notUndone), handlers, trouble);
    }

    private @Nullable String undo(HostRun host, PlayRules play) throws InterruptedException {
        ModuleSpec undo = run.tools().modules().internal("undo");
        for (HostChanges.Identity identity : host.trail().identities()) {
            host.lend();
            String trouble = undo(host, play, task(undo, identity.task()));
            if (trouble != null) {
                return trouble;
            }
        }
        return null;
    }

    private @Nullable String undo(HostRun host, PlayRules play, Task task) throws InterruptedException {
        try {
            var ended = new TaskRun(play, run, List.of(host), StepPurpose.ROLLBACK)
                    .run(task, List.of(host), false, false)
                    .get(host);
            if (ended == null) {
                return "not undone, as the operator did not let it";
            }
            Map<String, @Nullable Object> fields = ended.answer().fields();
            collect(fields.get("restored"), restored);
            collect(fields.get("removed"), removed);
            collect(fields.get("services"), services);
            List<String> left = new ArrayList<>();
            collect(fields.get("not_undone"), left);
            left.forEach(each -> notUndone.add(named(each)));
        } catch (UserError e) {
            return e.what();
        }
        return host.isLost() ? failures.of(host) : null;
    }

    // The host knows of calls by their keys alone. A resumed run may not have come to that task yet.
    private String named(String left) {
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

    private Task task(ModuleSpec undo, Task after) {
        Span at = after.span();
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        after.settings().keywords().forEach((keyword, value) -> {
            if (WAY_THERE.contains(keyword)) {
                keywords.put(keyword, value);
            }
        });
        InheritedKeywords its = after.settings();
        InheritedKeywords settings = new InheritedKeywords(
                keywords, List.of(), List.of("always"), List.of(), its.vars(), its.includeParams(), Map.of());
        return new Task(
                new Template.Constant("undo what this run changed", at),
                "undo",
                undo,
                new TaskOptions(Map.of("run", new Template.Constant(id, at)), null),
                settings,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                after.place(),
                at);
    }

    /** Those of each play as its own: they see that play's variables. */
    private @Nullable String handlers(HostRun host) throws InterruptedException {
        String trouble = null;
        for (NotifiedPlay play : List.copyOf(host.everNotified().keySet())) {
            Set<Handler> notified = host.everNotified().getOrDefault(play, Set.of());
            play.handlers().stream().filter(notified::contains).toList().forEach(handler -> {
                handlers.add(WrittenNames.of(handler.step()));
                host.notifyHandler(handler, play);
            });
            host.lend();
            play.runHandlers(host.name(), StepPurpose.ROLLBACK);
            if (host.isLost() && trouble == null) {
                trouble = "handler " + failures.of(host);
            }
        }
        return trouble;
    }
}
