package io.hitless.cli.command;

import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.event.ValueJson;
import io.hitless.report.console.RunLog;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import io.hitless.store.StoredEvent;
import io.hitless.store.StoredRun;
import io.hitless.wording.HostNames;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless logs}: all events of a host in a run. */
@Command(
        name = "logs",
        description = "Show what happened in a run, on one host or on all, with times and the output of commands.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LogsCommand implements Callable<Integer> {
    /** The time between two looks at the journal. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "a run's id, the start of one, or last")
    private String run = Journal.LAST;

    @Parameters(index = "1", paramLabel = "HOST", arity = "0..1", description = "only events of this host")
    private @Nullable String host;

    @Option(
            names = {"-f", "--follow"},
            description = "go on while the run does, with what commands print meanwhile")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        try (Journal journal = state.journal()) {
            StoredRun stored = journal.read(journal.find(run).id());
            if (!follow || stored.run().state() != RunRecord.State.RUNNING) {
                refuseStranger(stored);
            }
            Consumer<StoredEvent> shown = shown(stored.run().id());
            stored.events().forEach(shown);
            if (follow) {
                goOn(journal, stored, shown);
            }
            return ExitCode.OK;
        }
    }

    private Consumer<StoredEvent> shown(RunId id) {
        if (output.isJson()) {
            EventJson json = new EventJson();
            return event -> {
                if (concerns(event.event())) {
                    System.out.println(json(event, id, json));
                }
            };
        }
        RunLog log = new RunLog(System.out, Terminal.hasColour(), host, follow);
        return event -> log.on(event.at(), event.event());
    }

    /** Shows later events until the run has ended. */
    private static void goOn(Journal journal, StoredRun stored, Consumer<StoredEvent> shown)
            throws InterruptedException {
        AtomicLong last = new AtomicLong(stored.lastSeq());
        boolean running = true;
        while (running) {
            // The state first: what was written before the run ended is read after it.
            running = journal.record(stored.run().id()).state() == RunRecord.State.RUNNING;
            journal.events(stored.run().id(), last.get(), event -> {
                last.set(event.seq());
                shown.accept(event);
            });
            if (running) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private void refuseStranger(StoredRun stored) {
        Set<String> known = new LinkedHashSet<>();
        stored.events().forEach(event -> known.addAll(hosts(event.event())));
        if (host != null && !known.contains(host)) {
            String near = Suggestion.didYouMean(host, known);
            throw new UserError(
                    null,
                    "no host '" + host + "' took part in run " + stored.run().id(),
                    near != null ? near : "its hosts were " + HostNames.first(List.copyOf(known), 5));
        }
    }

    private boolean concerns(Event event) {
        return host == null || hosts(event).isEmpty() || hosts(event).contains(host);
    }

    private static List<String> hosts(Event event) {
        return switch (event) {
            case Event.PlayStarted play -> play.hosts();
            case Event.BatchStarted batch -> batch.hosts();
            case Event.TaskStarted task -> task.hosts();
            case Event.Included included -> included.hosts();
            case Event.Output printed -> List.of(printed.host());
            case Event.TaskEnded task -> List.of(task.host());
            case Event.ItemEnded item -> List.of(item.host());
            case Event.Retrying retrying -> List.of(retrying.host());
            case Event.JobReported job -> List.of(job.host());
            case Event.Notified notified -> List.of(notified.host());
            case Event.Locked locked -> List.of(locked.host());
            case Event.Rescued rescued -> List.of(rescued.host());
            default -> List.of();
        };
    }

    private static String json(StoredEvent event, RunId id, EventJson json) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", id.text());
        out.put("seq", event.seq());
        out.put("time", event.at().toString());
        out.putAll(json.fields(event.event()));
        return ValueJson.write(out);
    }
}
