package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code -vv} that scripts read: the number of plays, the place of a task, notified handlers, and what a
 * {@code meta} step did. If hosts are grouped, only the place is shown.
 */
final class DebugLines {
    private final ConsoleOptions options;
    private final boolean on;
    private final List<Event.Notified> pending = new ArrayList<>();

    DebugLines(ConsoleOptions options) {
        this.options = options;
        this.on = options.verbosity() > 1 && !options.grouped();
    }

    /** Returns the line about the playbook with this index. */
    List<String> plays(Event.RunStarted started, int index) {
        return on && index < started.plays().size()
                ? List.of(started.plays().get(index) + " plays in "
                        + DisplayText.text(started.playbooks().get(index)))
                : List.of();
    }

    List<String> place(TaskRef task) {
        return options.verbosity() > 1
                ? List.of(
                        "task path: " + TaskHeadings.path(task, options.format().own()))
                : List.of();
    }

    void notified(Event.Notified notified) {
        if (on) {
            pending.add(notified);
        }
    }

    /** Returns the handlers that were notified since the last call; as in Ansible, when they are about to run. */
    List<String> handlers() {
        List<String> out = pending.stream().map(DebugLines::line).toList();
        pending.clear();
        return out;
    }

    List<String> meta(Event.Meta meta) {
        if (!on) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        if (meta.kind().equals("flush_handlers") && meta.skipped() == null) {
            pending.stream().filter(each -> each.host().equals(meta.host())).forEach(each -> out.add(line(each)));
            pending.removeIf(each -> each.host().equals(meta.host()));
        }
        String text = meta.skipped() == null
                ? executed(meta)
                : meta.kind() + " conditional evaluated to False for " + meta.host();
        if (!text.isEmpty()) {
            out.add("META: " + DisplayText.text(text));
        }
        return out;
    }

    private static String line(Event.Notified notified) {
        return "NOTIFIED HANDLER " + DisplayText.text(notified.handler()) + " for " + DisplayText.text(notified.host());
    }

    private static String executed(Event.Meta meta) {
        return switch (meta.kind()) {
            case "noop" -> "noop";
            case "flush_handlers" -> "triggered running handlers for " + meta.host();
            case "refresh_inventory" -> "inventory successfully refreshed";
            case "clear_facts" -> "facts cleared";
            case "clear_host_errors" -> "cleared host errors";
            case "end_host" -> "ending play for " + meta.host();
            case "end_batch" -> "ending batch";
            case "end_play" -> "ending play";
            case "reset_connection" -> "reset connection";
            default -> "";
        };
    }
}
