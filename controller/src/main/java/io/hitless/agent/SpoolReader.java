package io.hitless.agent;

import io.hitless.agent.RecoveredCall.Reply;
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
 * Reads stored replies from a host: the records of the channel as they were sent, each call preceded by a record
 * {@code a} with its key and module. A reply without changes may lack long fields (a record {@code p} says so): it is
 * ignored, because the call can be repeated.
 */
final class SpoolReader {
    private final Set<String> changing;
    private final Map<String, List<Reply>> answers = new LinkedHashMap<>();
    private final Map<String, State> states = new LinkedHashMap<>();
    private Set<String> read = new HashSet<>();
    private long bytes;

    /** @param changing the keys of calls with stored undo data */
    SpoolReader(Set<String> changing) {
        this.changing = changing;
    }

    /**
     * Reads one agent's replies. If an earlier agent has a call with the same key, that call was repeated, and its
     * earlier replies are dropped.
     *
     * @param running whether that agent is still executing the last call
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
                ReplyLimits.checkRecalled(bytes);
                if (record.type() == 'a') {
                    add(key, module, reply == null ? null : State.CUT, null);
                    key = record.name();
                    module = record.text();
                    reply = new CallResultBuilder(module);
                    partial = false;
                } else if (record.type() == 'p') {
                    partial = true;
                } else if (reply != null && record.type() != 'l' && reply.add(record)) { // l is for the host only
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
            answers.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Reply(module, result));
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
