package io.hitless.agent;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a host whose agents keep their state in the test's directory. */
abstract class HostWithState {
    static final ModuleCatalog CATALOG = ModuleCatalog.builtIn();
    static final String RUN = "20261122-140000-aaaa";
    static final String LATER = "20261122-150000-bbbb";

    private final List<AgentSession> sessions = new ArrayList<>();

    @TempDir
    Path directory = Path.of("unset");

    @AfterEach
    void close_sessions() {
        sessions.forEach(AgentSession::close);
    }

    final LocalShell host() {
        return new LocalShell("env", "HITLESS_AGENT_STATE=" + state());
    }

    final Path state() {
        return directory.resolve("state");
    }

    final AgentSession session(Shells shell) {
        return session(host(), shell);
    }

    final AgentSession session(LocalShell host, Shells shell) {
        AgentSession session = new AgentSession(host, shell.line);
        sessions.add(session);
        return session;
    }

    static HeldLease granted(LeaseReply answer) {
        if (answer instanceof LeaseReply.Granted granted) {
            return granted.lease();
        }
        throw new AssertionError("not granted: " + answer);
    }

    static ModuleCall call(String name, @Nullable CallContext ticket, Object... args) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            map.put(String.valueOf(args[i]), args[i + 1]);
        }
        ModuleSpec module = CATALOG.get(name, null);
        module.options().forEach(option -> {
            if (option.defaultValue() != null) {
                map.putIfAbsent(option.name(), option.defaultValue());
            }
        });
        return new ModuleCall(module, map, false, false, null, Map.of(), Duration.ofMinutes(1), ticket);
    }

    static ModuleCall shell(String command, @Nullable CallContext ticket) {
        return call("shell", ticket, "cmd", command, "stdin_add_newline", true, "strip_empty_ends", true);
    }

    static ModuleCall text(Path file, String text, CallContext ticket) {
        return call("copy", ticket, "dest", file.toString(), "_text", text, "_checksum", "of " + text);
    }

    static Result undo(AgentSession session, String run) throws Exception {
        return undo(session, run, false);
    }

    static Result undo(AgentSession session, String run, boolean check) throws Exception {
        ModuleSpec undo = CATALOG.internal("undo");
        return session.call(
                new ModuleCall(undo, Map.of("run", run), check, false, null, Map.of(), Duration.ofMinutes(2)));
    }
}
