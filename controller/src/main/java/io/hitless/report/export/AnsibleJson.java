package io.hitless.report.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.event.TaskRef;
import io.hitless.report.PythonNumbers;
import io.hitless.report.TextKeys;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run as one JSON document, printed at the end, in the format of the callback {@code ansible.posix.json}. */
public final class AnsibleJson implements EventSink {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new PythonNumbers())
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false);

    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("    ", "\n"))
            .withArrayIndenter(new DefaultIndenter("    ", "\n"));

    private final PrintStream out;
    private final List<Map<String, Object>> plays = new ArrayList<>();
    private final Map<Integer, Map<String, Object>> tasks = new HashMap<>();

    public AnsibleJson(PrintStream out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.PlayStarted play ->
                plays.add(play(
                        play.name(),
                        play.number(),
                        place(play.at().file(), play.at().line())));
            case Event.TaskStarted started -> task(started.task());
            case Event.TaskEnded ended -> result(ended);
            case Event.RunEnded ended -> print(ended);
            default -> {}
        }
    }

    private static Map<String, Object> play(String name, int number, String path) {
        Map<String, Object> head = new TreeMap<>();
        head.put("name", name);
        head.put("id", "play-" + number);
        head.put("path", path);
        head.put("duration", duration());
        Map<String, Object> play = new TreeMap<>();
        play.put("play", head);
        play.put("tasks", new ArrayList<>());
        return play;
    }

    private static Map<String, Object> duration() {
        return new TreeMap<>(Map.of("start", Instant.now().toString()));
    }

    private static String place(Object file, int line) {
        return Path.of(file.toString()).toAbsolutePath().normalize() + ":" + line;
    }

    private Map<String, Object> task(TaskRef ref) {
        return tasks.computeIfAbsent(ref.id(), _ -> {
            Map<String, Object> head = new TreeMap<>();
            head.put("name", ref.name());
            head.put("id", "task-" + ref.id());
            head.put("path", place(ref.at().file(), ref.at().line()));
            head.put("duration", duration());
            Map<String, Object> task = new TreeMap<>();
            task.put("task", head);
            task.put("hosts", new TreeMap<>());
            if (!plays.isEmpty() && plays.getLast().get("tasks") instanceof List<?>) {
                list(plays.getLast(), "tasks").add(task);
            }
            return task;
        });
    }

    private void result(Event.TaskEnded ended) {
        Outcome outcome = ended.outcome();
        Map<String, @Nullable Object> result = new TreeMap<>(TextKeys.in(outcome.result()));
        result.put("action", ended.task().action());
        result.putIfAbsent(ResultFields.CHANGED, false);
        result.put("_ansible_no_log", outcome.isCensored());
        switch (outcome.status()) {
            case FAILED, IGNORED -> result.put(ResultFields.FAILED, true);
            case UNREACHABLE, UNREACHABLE_IGNORED -> result.put("unreachable", true);
            case SKIPPED, UNKNOWN -> result.put(ResultFields.SKIPPED, true);
            case OK, CHANGED -> {}
        }
        Map<String, Object> task = task(ended.task());
        map(task, "hosts").put(ended.host(), result);
        map(map(task, "task"), "duration").put("end", Instant.now().toString());
        map(map(plays.getLast(), "play"), "duration").put("end", Instant.now().toString());
    }

    @SuppressWarnings("unchecked") // its type is known from this class
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.computeIfAbsent(key, _ -> new TreeMap<>());
    }

    @SuppressWarnings("unchecked") // its type is known from this class
    private static List<Object> list(Map<String, Object> parent, String key) {
        return (List<Object>) parent.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    private void print(Event.RunEnded ended) {
        Map<String, Object> stats = new TreeMap<>();
        ended.recap().forEach((host, counts) -> stats.put(host, counts(counts)));
        Map<String, Object> all = new TreeMap<>();
        all.put("plays", plays);
        all.put("stats", stats);
        all.put("custom_stats", ended.stats().byHost());
        all.put("global_custom_stats", ended.stats().ofRun());
        try {
            out.println(JSON.writer(LAYOUT).writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    private static Map<String, Integer> counts(Counts counts) {
        return new TreeMap<>(Map.of(
                "ok", counts.ok(),
                "changed", counts.changed(),
                "unreachable", counts.unreachable(),
                "failures", counts.failed(),
                "skipped", counts.skipped(),
                "rescued", counts.rescued(),
                "ignored", counts.ignored()));
    }
}
