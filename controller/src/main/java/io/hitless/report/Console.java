package io.hitless.report;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.UserError;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as lines of text, in the shape of Ansible's default callback, which people and scripts read: {@code PLAY [..]}, {@code TASK [..]},
 * a line per host, {@code PLAY RECAP}.
 */
public final class Console implements EventSink {
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final Options options;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Trials trials = new Trials();
    private final Whereabouts whereabouts = new Whereabouts();
    private @Nullable TaskRef task;
    private String play = "";

    /**
     * @param verbosity how many {@code -v}
     * @param diff whether diffs are shown
     */
    public record Options(boolean colour, int verbosity, boolean diff) {}

    public Console(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    @Override
    public void on(Event event) {
        whereabouts.on(event);
        switch (event) {
            case Event.RunStarted started -> runStarted(started);
            case Event.PlayStarted started -> playStarted(started);
            case Event.NoHosts none -> noHosts(none);
            case Event.BatchStarted batch -> batchStarted(batch);
            case Event.TaskStarted started -> {
                task = started.task();
                waiting.clear();
                waiting.addAll(started.hosts());
                if (!isQuiet()) {
                    taskStarted(started.task());
                }
            }
            case Event.HostStarted _ -> {}
            case Event.ItemEnded item -> {
                if (!isQuiet()) {
                    itemEnded(item);
                }
            }
            case Event.TaskEnded ended -> {
                waiting.remove(ended.host());
                if (isQuiet()) {
                    trials.keep(ended);
                } else {
                    taskEnded(ended);
                }
            }
            case Event.Retrying retrying -> {
                if (!isQuiet()) {
                    retrying(retrying);
                }
            }
            case Event.Included included -> included(included);
            case Event.Locked locked -> locked(locked);
            case Event.Notified _, Event.Rescued _ -> {}
            case Event.NoMoreHosts none -> noMoreHosts(none);
            case Event.Decision decision -> decision(decision);
            case Event.Warning warning -> warning(warning);
            case Event.RunEnded ended -> recap(ended);
        }
        out.flush();
    }

    private void runStarted(Event.RunStarted started) {
        if (options.verbosity() > 1) {
            started.playbooks().forEach(playbook -> banner("PLAYBOOK: " + Shown.text(playbook)));
        }
    }

    private void locked(Event.Locked locked) {
        if (locked.broken() != null) {
            line(Style.SKIPPED, "lock taken over: [" + Shown.text(locked.host()) + "] from rollout " + Shown.text(locked.broken()));
        }
    }

    private void playStarted(Event.PlayStarted started) {
        play = Shown.text(started.name());
        if (started.batches() == 0) {
            banner("PLAY [" + play + "]"); // how it is cut into batches is told next
        }
    }

    /** Whether tasks are tries of a gate that one need not see all of. */
    private boolean isQuiet() {
        return trials.areQuiet() && options.verbosity() == 0;
    }

    private void noHosts(Event.NoHosts none) {
        banner("PLAY [" + Shown.text(none.play()) + "]");
        line(Style.SKIPPED, "skipping: " + (none.why() == null ? "no hosts matched" : none.why()));
    }

    private void batchStarted(Event.BatchStarted batch) {
        banner("PLAY [" + play + "]"); // once per batch, as Ansible tells them
        if (batch.of() > 1) {
            line(Style.QUIET, "batch " + batch.number() + " of " + batch.of() + ": " + Shown.text(String.join(", ", batch.hosts())));
        }
    }

    private void taskStarted(TaskRef task) {
        banner((task.handler() ? "RUNNING HANDLER [" : "TASK [") + Shown.text(task.name()) + "]");
        if (options.verbosity() > 1) {
            line(Style.QUIET, "task path: " + task.at().file() + ":" + task.at().line());
        }
    }

    private void itemEnded(Event.ItemEnded item) {
        Outcome outcome = item.outcome();
        diffs(outcome);
        String who = "[" + host(item.host(), item.delegate()) + "]";
        String what = "(item=" + Shown.text(item.item()) + ")";
        switch (outcome.status()) {
            case OK -> line(Style.OK, "ok: " + who + " => " + what + details(outcome));
            case CHANGED -> line(Style.CHANGED, "changed: " + who + " => " + what + details(outcome));
            case SKIPPED -> line(Style.SKIPPED, "skipping: " + who + " => " + what + " " + afterSkip(outcome));
            case FAILED -> line(Style.FAILED, "failed: " + who + " " + what + " => " + Shown.line(outcome.result()));
            case IGNORED -> {
                line(Style.FAILED, "failed: " + who + " " + what + " => " + Shown.line(outcome.result()));
                line(Style.SKIPPED, "...ignoring");
            }
            case UNREACHABLE, UNREACHABLE_IGNORED ->
                line(Style.UNREACHABLE, "fatal: " + who + ": UNREACHABLE! => " + Shown.line(outcome.result()));
            case UNKNOWN -> line(Style.SKIPPED, "unknown: " + who + " => " + what + details(outcome));
        }
        transition(item.host(), outcome);
        warnings(outcome);
    }

    private void taskEnded(Event.TaskEnded ended) {
        Outcome outcome = ended.outcome();
        if (ended.looped() && hasTurns(outcome)) {
            if (outcome.status() == Outcome.Status.SKIPPED) {
                line(Style.SKIPPED, "skipping: [" + host(ended.host(), ended.delegate()) + "]" + afterSkip(outcome));
            }
            return; // each turn was told already
        }
        diffs(outcome);
        String who = "[" + host(ended.host(), ended.delegate()) + "]";
        switch (outcome.status()) {
            case OK -> line(Style.OK, "ok: " + who + details(outcome));
            case CHANGED -> line(Style.CHANGED, "changed: " + who + details(outcome));
            case SKIPPED -> line(Style.SKIPPED, "skipping: " + who + afterSkip(outcome));
            case UNKNOWN -> line(Style.SKIPPED, "unknown: " + who + details(outcome));
            case FAILED -> fatal(who, "FAILED", Style.FAILED, outcome, ended.task());
            case IGNORED -> {
                fatal(who, "FAILED", Style.FAILED, outcome, ended.task());
                line(Style.SKIPPED, "...ignoring");
            }
            case UNREACHABLE -> fatal(who, "UNREACHABLE", Style.UNREACHABLE, outcome, ended.task());
            case UNREACHABLE_IGNORED -> {
                fatal(who, "UNREACHABLE", Style.UNREACHABLE, outcome, ended.task());
                line(Style.SKIPPED, "...ignoring");
            }
        }
        transition(ended.host(), outcome);
        warnings(outcome);
    }

    private static boolean hasTurns(Outcome outcome) {
        boolean hidden = outcome.result().containsKey("censored");
        return hidden || (outcome.result().get("results") instanceof List<?> turns && !turns.isEmpty());
    }

    private void fatal(String who, String how, Style style, Outcome outcome, TaskRef task) {
        line(style, "fatal: " + who + ": " + how + "! => " + Shown.line(outcome.result()));
        line(Style.QUIET, "  at " + task.at());
    }

    private void retrying(Event.Retrying retrying) {
        line(
                Style.CHANGED,
                "FAILED - RETRYING: [" + host(retrying.host(), null) + "]: " + Shown.text(retrying.task().name()) + " (" + retrying.left()
                        + " retries left).");
    }

    private void included(Event.Included included) {
        line(Style.SKIPPED, "included: " + Shown.text(included.what()) + " for " + Shown.text(String.join(", ", included.hosts())));
    }

    private void noMoreHosts(Event.NoMoreHosts none) {
        banner("NO MORE HOSTS LEFT");
        line(Style.FAILED, none.why());
    }

    private void decision(Event.Decision decision) {
        trials.upTo(decision).forEach(this::taskEnded);
        if (!trials.shows(decision) && options.verbosity() == 0) {
            return;
        }
        Style style =
                switch (decision.verdict()) {
                    case GO_ON -> Style.OK;
                    case AGAIN -> Style.SKIPPED;
                    case HALT -> Style.FAILED;
                };
        line(style, Shown.text(decision.text()));
    }

    private void warning(Event.Warning warning) {
        UserError shown = new UserError(warning.at(), warning.text());
        line(Style.WARNING, "[WARNING]: " + Shown.text(shown.getMessage()));
    }

    private void warnings(Outcome outcome) {
        if (outcome.result().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(text -> line(Style.WARNING, "[WARNING]: " + Shown.text(String.valueOf(text))));
        }
    }

    /** A node's way through a reload, as haproxy_config tells it. */
    private void transition(String host, Outcome outcome) {
        if (outcome.result().get("transition") instanceof List<?> states && !states.isEmpty()) {
            StringBuilder text = new StringBuilder("  ").append(Shown.text(host)).append(":");
            for (Object state : states) {
                if (state instanceof Map<?, ?> step) {
                    text.append(' ').append(Shown.text(String.valueOf(step.get("state")))).append(' ').append(step.get("ms")).append(" ms,");
                }
            }
            line(Style.QUIET, text.substring(0, text.length() - 1));
        }
    }

    private void diffs(Outcome outcome) {
        if (!options.diff()) {
            return;
        }
        for (Outcome.Diff diff : outcome.diffs()) {
            for (String text : UnifiedDiff.of(diff)) {
                line(UnifiedDiff.style(text), Shown.text(text));
            }
            out.println();
        }
    }

    private void recap(Event.RunEnded ended) {
        if (ended.interrupted()) {
            out.println();
            line(Style.FAILED, "interrupted: " + (waiting.isEmpty() || task == null
                    ? "between tasks, so no host is left half way through one"
                    : "'" + Shown.text(task.name()) + "' was given up on " + Shown.text(String.join(", ", waiting))));
            whereabouts.lines().forEach(out::println);
        }
        banner("PLAY RECAP");
        ended.recap().forEach((host, counts) -> {
            String name = String.format("%-26s", Shown.text(host));
            out.println(painted(hostStyle(counts), name) + " : " + String.join(" ",
                    count("ok", counts.ok(), Style.OK),
                    count("changed", counts.changed(), Style.CHANGED),
                    count("unreachable", counts.unreachable(), Style.UNREACHABLE),
                    count("failed", counts.failed(), Style.FAILED),
                    count("skipped", counts.skipped(), Style.SKIPPED),
                    count("rescued", counts.rescued(), Style.OK),
                    count("ignored", counts.ignored(), Style.SKIPPED)));
        });
        out.println();
    }

    private static Style hostStyle(Counts counts) {
        return counts.failed() + counts.unreachable() > 0 ? Style.FAILED : counts.changed() > 0 ? Style.CHANGED : Style.OK;
    }

    private String count(String name, int number, Style style) {
        String text = String.format("%s=%-4d", name, number);
        return number > 0 ? painted(style, text) : text;
    }

    private String details(Outcome outcome) {
        if (outcome.verbose()) {
            return " => " + Shown.lines(spoken(outcome.result()));
        }
        return options.verbosity() > 0 ? " => " + Shown.line(outcome.result()) : "";
    }

    // What a module would show of itself does not matter where it was not run.
    private String afterSkip(Outcome outcome) {
        return options.verbosity() > 0 ? " => " + Shown.line(outcome.result()) : "";
    }

    // What was asked to be shown, without what every result has.
    private static Map<String, @Nullable Object> spoken(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(result);
        if (out.remove("ansible_loop_var") instanceof String variable) {
            out.remove(variable);
        }
        if (out.remove("ansible_index_var") instanceof String variable) {
            out.remove(variable);
        }
        out.remove("changed");
        return out;
    }

    private static String host(String host, @Nullable String delegate) {
        return Shown.text(delegate == null ? host : host + " -> " + delegate);
    }

    private void banner(String text) {
        out.println();
        out.println(text + " " + "*".repeat(Math.max(3, WIDTH - text.length())));
    }

    private void line(@Nullable Style style, String text) {
        out.println(painted(style, text));
    }

    private String painted(@Nullable Style style, String text) {
        return options.colour() && style != null ? style.paint(text) : text;
    }
}
