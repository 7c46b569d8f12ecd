package io.hitless.agent;

import io.hitless.agent.RecoveredCall.Answer;
import io.hitless.agent.RecoveredCall.State;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers that a host kept: the records of the channel as they were sent, each call begun by a record {@code a}
 * with its key and module. An unchanged answer may lack long fields (a record {@code p} says so): it does not count,
 * for the call can be made again.
 */
final class SpoolReader {
    private final Set<String> changing;
    private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
    private final Map<String, State> states = new LinkedHashMap<>();
    private Set<String> read = new HashSet<>();
    private long bytes;

    /** @param changing the keys of calls under which something was kept for undo */
    SpoolReader(Set<String> changing) {
        this.changing = changing;
    }

    /**
     * Reads one agent's answers. A call that an earlier one had been at was made again: what became of it then is of no
     * account.
     *
     * @param running whether that agent is still at work on the last of them
     */
    void read(InputStream in, boolean running) throws IOException {
        read = new HashSet<>();
        RecordReader reader = new RecordReader(in);
        String key = "";
        String module = "";
        @Nullable CallResultBuilder reply = null;
        boolean partial = false;
        try {
            while (true) {
                AgentRecord record = reader.next();
                bytes += record.text().length();
                AnswerLimits.checkRecalled(bytes);
                if (record.type() == 'a') {
                    add(key, module, reply == null ? null : State.CUT, null);
                    key = record.name();
                    module = record.text();
                    reply = new CallResultBuilder(module);
                    partial = false;
                } else if (record.type() == 'p') {
                    partial = true;
                } else if (reply != null && record.type() != 'l' && reply.take(record)) { // l: the host's own affair
                    Result result = reply.endedEarly() == null
                            ? reply.result()
                            : reply.failed("module " + module + " ended early");
                    if (partial) {
                        add(key, module, State.CUT, null);
                    } else {
                        add(key, module, State.ENDED, result);
                    }
                    reply = null;
                }
            }
        } catch (EOFException _) {
            add(key, module, reply == null ? null : running ? State.RUNNING : State.CUT, null);
        }
    }

    private void add(String key, String module, @Nullable State state, @Nullable Result result) {
        if (state != null) {
            if (read.add(key)) {
                answers.remove(key);
            }
            answers.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Answer(module, result));
            states.put(key, state);
        }
    }

    List<RecoveredCall> recovered() {
        List<RecoveredCall> found = new ArrayList<>();
        answers.forEach((key, list) ->
                found.add(new RecoveredCall(key, list, states.getOrDefault(key, State.CUT), changing.contains(key))));
        changing.stream()
                .filter(key -> !answers.containsKey(key))
                .forEach(key -> found.add(new RecoveredCall(key, List.of(), State.CUT, true)));
        return found;
    }
}
