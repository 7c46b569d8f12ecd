package io.hitless.python;

import io.hitless.module.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Searches for Ansible: in the Python of {@code ansible-playbook}, then in those of the search path. */
public final class AnsibleProbe {
    /** The variable that names the Python to use. */
    public static final String SETTING = "HITLESS_PYTHON";

    private static final int SECONDS = 20;
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final String QUESTION = """
        import importlib.util, json, os, sys
        spec = importlib.util.find_spec("ansible")
        places = list(spec.submodule_search_locations or []) if spec else []
        print(json.dumps({
            "major": sys.version_info[0],
            "core": next((p for p in places if os.path.isfile(os.path.join(p, "release.py"))), None),
            "site": [p for p in sys.path if p and os.path.isdir(os.path.join(p, "ansible_collections"))],
        }))
        """;

    private AnsibleProbe() {}

    /** The first Python that has Ansible; otherwise the first one that exists. */
    public static AnsibleInstallation find(UnaryOperator<@Nullable String> settings) {
        AnsibleInstallation first = AnsibleInstallation.NONE;
        for (String python : candidates(settings)) {
            AnsibleInstallation found = ask(python);
            if (found != null && found.core() != null) {
                return found;
            }
            if (found != null && first.python() == null) {
                first = found;
            }
        }
        return first;
    }

    private static Set<String> candidates(UnaryOperator<@Nullable String> settings) {
        String chosen = settings.apply(SETTING);
        if (chosen != null && !chosen.isBlank()) {
            return Set.of(chosen);
        }
        Set<String> out = new LinkedHashSet<>();
        String path = settings.apply("PATH");
        for (String directory : (path == null ? "" : path).split(":", -1)) {
            String its = directory.isEmpty() ? null : interpreter(Path.of(directory, "ansible-playbook"));
            if (its != null) {
                out.add(its);
            }
        }
        out.add("python3");
        out.add("/usr/bin/python3");
        return out;
    }

    /** The Python in the first line of a script, or null. */
    private static @Nullable String interpreter(Path script) {
        if (!Files.isRegularFile(script)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(script)) {
            String start = new String(in.readNBytes(300), StandardCharsets.ISO_8859_1);
            String line = start.lines().findFirst().orElse("");
            String program = line.startsWith("#!") ? line.substring(2).strip() : "";
            boolean plain = program.matches("/\\S*/python[0-9.]*");
            return plain ? program : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static @Nullable AnsibleInstallation ask(String python) {
        Process process;
        try {
            process = new ProcessBuilder(python, "-c", QUESTION)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            return null; // the program does not exist
        }
        try {
            process.getOutputStream().close();
            Thread.ofVirtual().start(() -> endLate(process));
            String answer = new String(process.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && Json.read(answer) instanceof Map<?, ?> fields ? of(python, fields) : null;
        } catch (IOException | IllegalArgumentException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable AnsibleInstallation of(String python, Map<?, ?> answer) {
        if (!(answer.get("major") instanceof Long major) || major < 3) {
            return null;
        }
        List<Path> site = new ArrayList<>();
        if (answer.get("site") instanceof List<?> places) {
            places.forEach(place -> site.add(Path.of(String.valueOf(place))));
        }
        return new AnsibleInstallation(python, answer.get("core") instanceof String core ? Path.of(core) : null, site);
    }
}
