package io.hitless.report.html;

import io.hitless.event.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a run in the order in which they were reached. A task that several batches run is one column; so are all
 * attempts of a gate's task.
 */
final class TaskColumns {
    private final List<TaskColumn> columns = new ArrayList<>();
    private final Map<String, TaskColumn> byKey = new HashMap<>();
    private final Map<String, TaskColumn> byPlace = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    private int play = -1;
    private int last = -1;

    void playStarts(int number) {
        play = number;
        batchStarts();
    }

    void batchStarts() {
        times.clear();
        last = -1;
    }

    /** The column of a task that starts. */
    TaskColumn begin(TaskRef task) {
        TaskColumn known = byKey.get(task.key());
        if (known == null) {
            String place = play + " " + task.at() + " " + task.handler() + " " + task.isTrial() + " " + task.name();
            String here = task.isTrial() ? place : place + " " + times.merge(place, 1, Integer::sum);
            known = byPlace.get(here);
            if (known == null) {
                known = new TaskColumn(task, play);
                byPlace.put(here, known);
                columns.add(last < 0 ? columns.size() : last + 1, known);
            }
            byKey.put(task.key(), known);
        }
        last = columns.indexOf(known);
        return known;
    }

    /** The column of a task; created if necessary. */
    TaskColumn of(TaskRef task) {
        TaskColumn known = byKey.get(task.key());
        return known == null ? begin(task) : known;
    }

    /** The column of a task by its key, or null. */
    @Nullable
    TaskColumn of(String key) {
        return byKey.get(key);
    }

    List<TaskColumn> all() {
        return columns;
    }
}
