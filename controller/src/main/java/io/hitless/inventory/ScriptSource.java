package io.hitless.inventory;

import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Entry;
import io.hitless.yaml.YamlNode.Mapping;
import io.hitless.yaml.YamlNode.Scalar;
import io.hitless.yaml.YamlNode.Sequence;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inventory of an executable that prints JSON when it is called with {@code --list}. Variables of hosts come
 * from {@code _meta}; if that is missing, the executable is called with {@code --host NAME} for each host, as in
 * Ansible.
 */
final class ScriptSource {
    private final InventoryBuilder draft;
    private final Path path;
    private final SequencedSet<String> named = new LinkedHashSet<>();

    ScriptSource(InventoryBuilder draft, Path path) {
        this.draft = draft;
        this.path = path;
    }

    /**
     * Returns whether the file is executable and has an interpreter line or is binary. Many inventory files are
     * executable by accident.
     */
    static boolean isScript(Path path) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(4);
            String text = new String(start, StandardCharsets.ISO_8859_1);
            return text.startsWith("#!") || text.equals("\u007fELF");
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    void read() {
        Mapping root = mapping(run("--list"), "the output of an inventory script");
        Mapping hostvars = null;
        for (Entry entry : root.entries()) {
            if (entry.name().equals("_meta")) {
                YamlNode vars = mapping(entry.value(), "_meta").get("hostvars");
                hostvars = vars == null ? null : mapping(vars, "hostvars");
            } else {
                group(entry.name(), entry.value());
            }
        }
        if (hostvars == null) {
            named.forEach(host -> vars(host, mapping(run("--host", host), "the variables of host '" + host + "'")));
        } else {
            hostvars.entries().forEach(host -> {
                if (named.contains(host.name())) {
                    vars(host.name(), mapping(host.value(), "the variables of host '" + host.name() + "'"));
                }
            });
        }
    }

    // The old formats: a list contains hosts; a mapping without any known key contains the variables of a host of that
    // name.
    private void group(String name, YamlNode body) {
        draft.group(name);
        if (!(body instanceof Mapping parts)) {
            hosts(name, body);
            return;
        }
        YamlNode hosts = parts.get("hosts");
        YamlNode children = parts.get("children");
        YamlNode vars = parts.get("vars");
        if (hosts == null && children == null && vars == null) {
            host(name, name);
            parts.entries().forEach(v -> draft.groupVar(name, v.name(), v.value()));
            return;
        }
        if (hosts != null) {
            hosts(name, hosts);
        }
        if (vars != null) {
            mapping(vars, "the vars of group '" + name + "'")
                    .entries()
                    .forEach(v -> draft.groupVar(name, v.name(), v.value()));
        }
        if (children != null) {
            for (Scalar child : names(children, "the children of group '" + name + "'")) {
                draft.child(name, child.text().text(), child.span());
            }
        }
    }

    private void hosts(String group, YamlNode hosts) {
        names(hosts, "the hosts of group '" + group + "'")
                .forEach(host -> host(group, host.text().text()));
    }

    private void host(String group, String name) {
        draft.host(group, name, path);
        named.add(name);
    }

    private void vars(String host, Mapping vars) {
        vars.entries().forEach(v -> draft.hostVar(host, v.name(), v.value()));
    }

    private static List<Scalar> names(YamlNode node, String what) {
        if (node instanceof Sequence list && list.items().stream().allMatch(Scalar.class::isInstance)) {
            return list.items().stream().map(Scalar.class::cast).toList();
        }
        throw new UserError(node.span(), what + " must be a list of names");
    }

    private static Mapping mapping(@Nullable YamlNode node, String what) {
        return switch (node) {
            case Mapping mapping -> mapping;
            case null -> throw new UserError(what + " is empty");
            default -> throw new UserError(node.span(), what + " must be a mapping, not " + YamlSource.kind(node));
        };
    }

    private @Nullable YamlNode run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        String shown = path + " " + String.join(" ", arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            FutureTask<String> complaints = new FutureTask<>(() -> text(process.getErrorStream()));
            Thread.startVirtualThread(complaints);
            String output = text(process.getInputStream());
            int status = process.waitFor();
            if (status != 0) {
                throw new UserError(
                        null,
                        "inventory script " + shown + " failed with status " + status,
                        lastLine(complaints.get()));
            }
            return YamlReader.read(new SourceFile(shown, output));
        } catch (IOException | ExecutionException e) {
            throw new UserError("cannot run inventory script " + shown + ": " + Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while inventory script " + shown + " ran");
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable String lastLine(String complaints) {
        String last = complaints.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line.strip());
        return last.isEmpty() ? null : "it says: " + last;
    }
}
