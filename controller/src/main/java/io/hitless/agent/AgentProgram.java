package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of the agent as it is sent: without comments, for bash reads its program byte by byte. */
final class AgentProgram {
    /** What every session begins with. */
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
