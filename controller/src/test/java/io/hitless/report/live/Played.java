package io.hitless.report.live;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Events of a run that never was. */
final class Played {
    static final Span AT = Span.whole(new SourceFile("site.yml", "- hosts: all\n"));
    static final TaskRef TASK =
            new TaskRef(1, "1.1 site.yml:1:1 1", "haproxy : write haproxy.cfg", "template", false, AT);
    static final TaskRef GATE = new TaskRef(2, "1.1 " + TaskRef.TRIAL + "site.yml:2:1 1", "look", "uri", false, AT);

    private Played() {}

    static List<String> hosts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "lb" + i).toList();
    }

    static Event play(int hosts, int batches) {
        return new Event.PlayStarted(1, "Roll haproxy out over the edge", hosts(1, hosts), batches, AT);
    }

    static Event ended(String host, Outcome.Status status) {
        return ended(TASK, host, status);
    }

    static Event ended(TaskRef task, String host, Outcome.Status status) {
        Map<String, Object> result = switch (status) {
            case CHANGED -> Map.of("changed", true);
            case FAILED, UNREACHABLE -> Map.of("msg", "no luck");
            default -> Map.of();
        };
        return new Event.TaskEnded(
                task, host, null, false, new Outcome(status, Map.copyOf(result), List.of(), Duration.ZERO));
    }

    /**
     * Batches of a size, the first of which are done, one is under way: its first host is done, the next two are at it.
     */
    static LiveState board(int hosts, int size, int done) {
        LiveState board = new LiveState(0);
        int batches = (hosts + size - 1) / size;
        board.on(play(hosts, batches), 0);
        for (int i = 0; i <= done; i++) {
            List<String> batch = hosts(i * size + 1, Math.min(hosts, (i + 1) * size));
            board.on(new Event.BatchStarted(i + 1, batches, batch), 0);
            board.on(new Event.TaskStarted(TASK, batch), 0);
            for (int at = 0; at < batch.size(); at++) {
                boolean ends = i < done || at == 0;
                if (ends || at < 3) {
                    board.on(new Event.HostStarted(TASK, batch.get(at)), 0);
                }
                if (ends) {
                    Outcome.Status status = at % 7 == 3
                            ? Outcome.Status.FAILED
                            : at % 7 == 5
                                    ? Outcome.Status.UNREACHABLE
                                    : at % 2 == 0 ? Outcome.Status.CHANGED : Outcome.Status.OK;
                    board.on(ended(batch.get(at), status), 0);
                }
            }
        }
        return board;
    }
}
