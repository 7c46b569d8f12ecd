package io.hitless.agent;

import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The agent's program text as it is sent: without comments, because bash reads its program byte by byte. */
final class AgentProgram {
    /** The program that every session starts with. */
    static final String TEXT = Stream.of(
                    "agent.sh",
                    "lib.sh",
                    "parts/results.sh",
                    "parts/commands.sh",
                    "parts/words.sh",
                    "parts/private.sh",
                    "parts/files.sh",
                    "parts/attributes.sh")
            .map(name -> stripped(resource(name)))
            .collect(Collectors.joining());

    /** Modules that other modules use. */
    private static final Set<String> MODULES =
            Set.of("haproxy_config", "haproxy_certs", "nginx_config", "keepalived_config");

    /** Parts of the program that calls with a ticket need, in order. */
    private static final List<String> TICKET = List.of("state", "leases", "ticket", "preimage", "notes");

    /** Every host gets the same texts, so they are made once. */
    private static final Map<String, String> PARTS = new ConcurrentHashMap<>();

    private static final Map<String, String> SCRIPTS = new ConcurrentHashMap<>();

    private AgentProgram() {}

    /** The additional parts that a call needs, in order. */
    static Set<String> parts(ModuleCall call) {
        Set<String> parts = new LinkedHashSet<>(call.module().uses());
        if (call.ticket() != null) {
            parts.addAll(TICKET);
        }
        if (call.output() != null) {
            parts.add("live");
        }
        return parts;
    }

    /** A part of the agent that only some calls need. A module can be such a part. */
    static String part(String name) {
        return PARTS.computeIfAbsent(
                name, part -> stripped(resource((MODULES.contains(part) ? "modules/" : "parts/") + part + ".sh")));
    }

    /** The text of a module. */
    static String module(ModuleSpec module) {
        return SCRIPTS.computeIfAbsent(module.script(), AgentProgram::stripped);
    }

    private static String resource(String name) {
        try (InputStream in = AgentProgram.class.getResourceAsStream("/agent/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the agent is not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes lines that start with {@code #} in the first column; indented ones could be text. */
    private static String stripped(String script) {
        return script.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
    }
}
