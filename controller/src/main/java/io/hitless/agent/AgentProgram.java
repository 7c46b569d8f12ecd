package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of the agent as it is sent: without comments, for bash reads its program byte by byte. */
final class AgentProgram {
    /** {@code agent.sh} and {@code lib.sh}. */
    static final String TEXT = stripped(resource("agent.sh")) + stripped(resource("lib.sh"));

    /** Modules that others build on. */
    private static final Set<String> MODULES = Set.of("haproxy_config");

    private AgentProgram() {}

    /** A part of the agent that only some calls need; a module can be a part of another. */
    static String part(String name) {
        return stripped(resource((MODULES.contains(name) ? "modules/" : "parts/") + name + ".sh"));
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

    /** Without lines that are a comment from their first column: indented ones could be text. */
    static String stripped(String script) {
        return script.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
    }
}
