package io.hitless.event;

import io.hitless.event.Forecast.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Builds a {@link Forecast} from the events of a plan. */
public final class Forecaster implements EventSink {
    private final List<Forecast.PlayBatches> plays = new ArrayList<>();

    private final List<Draft> steps = new ArrayList<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Draft> ofPlay = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final Map<Integer, Draft> byId = new HashMap<>();
    private int last = -1;
    private boolean complete;

    /** A step whose end is still to come. Iterations of loops end before their task. */
    private record Draft(
            TaskRef task,
            Map<String, Finding> findings,
            Map<String, String> marks,
            Map<String, List<Event.ItemEnded>> iterations) {
        Forecast.Step done(Set<String> order) {
            Map<String, Finding> sorted = new LinkedHashMap<>();
            order.stream()
                    .filter(findings::containsKey)
                    .forEach(host -> sorted.put(host, Objects.requireNonNull(findings.get(host))));
            sorted.putAll(findings);
            return new Forecast.Step(
                    task.name(), task.action(), task.handler(), task.at().toString(), sorted, marks);
        }
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.PlayStarted play -> {
                ofPlay.clear();
                plays.add(new Forecast.PlayBatches(play.name(), List.of(), List.of()));
            }
            case Event.Decision decision ->
                play(play -> new Forecast.PlayBatches(play.play(), play.batches(), and(play.rules(), decision.text())));
            case Event.BatchStarted batch -> {
                play(play -> new Forecast.PlayBatches(play.play(), and(play.batches(), batch.hosts()), play.rules()));
                hosts.addAll(batch.hosts());
                times.clear();
                last = -1;
            }
            case Event.TaskStarted(var task, var _) when task.isTrial() -> {} // only helps to choose canaries
            case Event.TaskEnded ended when ended.task().isTrial() -> {}
            case Event.TaskStarted started -> started(started.task());
            case Event.ItemEnded item ->
                draft(item.task())
                        .iterations()
                        .computeIfAbsent(item.host(), _ -> new ArrayList<>())
                        .add(item);
            case Event.TaskEnded ended -> ended(draft(ended.task()), ended.host(), ended.outcome());
            case Event.Warning warning ->
                warnings.add(warning.at() == null ? warning.text() : warning.at() + ": " + warning.text());
            case Event.RunEnded end -> complete = !end.interrupted();
            case Event.Rescued rescued -> rescued(rescued.host());
            default -> {}
        }
    }

    private void play(UnaryOperator<Forecast.PlayBatches> change) {
        if (!plays.isEmpty()) {
            plays.addLast(change.apply(plays.removeLast()));
        }
    }

    private static <T> List<T> and(List<T> some, T one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }

    // A task that several batches reach is one step, so its findings are grouped over the hosts of all batches.
    private void started(TaskRef task) {
        String name = task.at() + " " + task.handler() + " " + task.name();
        String place = name + " " + times.merge(name, 1, Integer::sum);
        Draft known = ofPlay.get(place);
        if (known == null) {
            known = new Draft(task, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
            ofPlay.put(place, known);
            steps.add(last < 0 ? steps.size() : last + 1, known);
        }
        last = steps.indexOf(known);
        byId.put(task.id(), known);
    }

    private Draft draft(TaskRef task) {
        return Objects.requireNonNull(byId.get(task.id()), task.name());
    }

    private void rescued(String host) {
        for (Draft draft : steps.reversed()) {
            if (draft.findings().get(host) instanceof Finding.Failed failed) {
                draft.findings().put(host, new Finding.Failed(failed.why(), true));
                return;
            }
        }
    }

    private void ended(Draft step, String host, Outcome outcome) {
        if (outcome.mark() != null) {
            step.marks().put(host, outcome.mark());
        }
        step.findings().put(host, finding(outcome, step.iterations().getOrDefault(host, List.of())));
    }

    private static Finding finding(Outcome outcome, List<Event.ItemEnded> iterations) {
        return switch (outcome.status()) {
            case OK -> new Finding.InSync();
            case SKIPPED -> new Finding.Skipped();
            case CHANGED -> new Finding.Change(diffs(outcome, iterations), items(iterations));
            case UNKNOWN -> new Finding.Unknown(why(outcome, ResultFields.UNKNOWN_BECAUSE), diffs(outcome, iterations));
            case FAILED -> new Finding.Failed(why(outcome, iterations), false);
            case IGNORED -> new Finding.Failed(why(outcome, iterations), true);
            case UNREACHABLE, UNREACHABLE_IGNORED -> new Finding.Unreachable(why(outcome, ResultFields.MSG));
        };
    }

    private static List<Outcome.Diff> diffs(Outcome outcome, List<Event.ItemEnded> iterations) {
        List<Outcome.Diff> all = new ArrayList<>(outcome.diffs());
        iterations.forEach(iteration -> all.addAll(iteration.outcome().diffs()));
        return all;
    }

    private static List<String> items(List<Event.ItemEnded> iterations) {
        return iterations.stream()
                .filter(iteration -> iteration.outcome().changed())
                .map(Event.ItemEnded::item)
                .toList();
    }

    private static String why(Outcome outcome, List<Event.ItemEnded> iterations) {
        for (Event.ItemEnded iteration : iterations) {
            if (iteration.outcome().status() == Outcome.Status.FAILED
                    || iteration.outcome().status() == Outcome.Status.IGNORED) {
                return "(item=" + iteration.item() + ") " + why(iteration.outcome(), ResultFields.MSG);
            }
        }
        return why(outcome, ResultFields.MSG);
    }

    private static String why(Outcome outcome, String field) {
        Object text = outcome.result().get(field);
        if (text == null) {
            text = outcome.result().get(ResultFields.CENSORED);
        }
        return text == null ? "the module does not say why" : String.valueOf(text);
    }

    /** Returns the warnings of the run. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Returns the prediction so far, without steps that no host reached and without includes, which change nothing
     * themselves.
     */
    public Forecast forecast() {
        List<Forecast.Step> done = steps.stream()
                .filter(step -> !step.findings().isEmpty())
                .map(step -> step.done(hosts))
                .toList();
        return new Forecast(plays, done, List.copyOf(hosts), complete);
    }
}
