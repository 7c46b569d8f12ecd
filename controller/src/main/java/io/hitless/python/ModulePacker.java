package io.hitless.python;

import io.hitless.module.ModuleSpec;
import io.hitless.source.Reason;
import io.hitless.source.ShellWords;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prepares users' modules for sending, each one once. Safe for use by several threads. */
public final class ModulePacker {
    private static final Pattern VERSION = Pattern.compile("(?m)^__version__\\s*=\\s*['\"]([\\w.+-]+)['\"]");

    private record Key(Path file, List<Path> beside) {}

    private final PluginPaths paths;
    private final BastionAnsible ansible;
    private final InstalledCollections collections;
    private final Map<Key, ModuleProgram> packed = new ConcurrentHashMap<>();

    public ModulePacker(PluginPaths paths, BastionAnsible ansible) {
        this.paths = paths;
        this.ansible = ansible;
        this.collections = new InstalledCollections(paths, ansible);
    }

    /**
     * Returns the program of a module.
     *
     * @param beside directories that may contain a {@code module_utils}: those of the playbook and of roles
     * @throws UserError if the module can't be read, or needs something that the bastion does not have
     */
    public ModuleProgram of(ModuleSpec module, List<Path> beside) {
        Path file = Objects.requireNonNull(module.file(), module.name());
        return packed.computeIfAbsent(new Key(file, List.copyOf(beside)), key -> pack(module.name(), file, key.beside));
    }

    private ModuleProgram pack(String name, Path file, List<Path> beside) {
        byte[] content;
        try {
            content = TextFile.bytes(file);
        } catch (IOException e) {
            throw new UserError("cannot read module '" + name + "': " + file + ": " + Reason.of(e));
        }
        ModuleStyle style = ModuleStyle.of(content);
        return switch (style) {
            case POWERSHELL -> throw new UserError("module '" + name + "' is for Windows: " + file);
            case BINARY -> ModuleProgram.plain(name, style, content, List.of(), "");
            case PYTHON -> python(name, file, content, beside);
            case JSON_IN_TEXT, JSON_FILE, TEXT_FILE ->
                ModuleProgram.plain(name, style, content, interpreter(name, file, content), "");
        };
    }

    private ModuleProgram python(String name, Path file, byte[] content, List<Path> beside) {
        String text = new String(content, StandardCharsets.UTF_8);
        byte[] source = text.contains(ModuleStyle.COMMON_PLACE)
                ? text.replace(ModuleStyle.COMMON_PLACE, "from ansible.module_utils.basic import *")
                        .getBytes(StandardCharsets.UTF_8)
                : content;
        AnsibleInstallation installation = ansible.installation();
        String version = version(installation.core());
        List<String> entry = entry(file, name);
        byte[] archive = ModuleArchive.pack(
                name, entry, source, frame(), version, new PythonSources(paths, beside, collections, installation));
        return new ModuleProgram(
                name,
                ModuleStyle.PYTHON,
                archive,
                ModuleProgram.hash(archive),
                List.of(),
                String.join(".", entry),
                version);
    }

    /** The full name in Python: within its collection; a module outside collections is treated as a part of Ansible. */
    private static List<String> entry(Path file, String name) {
        List<String> parts = new ArrayList<>();
        file.forEach(part -> parts.add(part.toString()));
        int top = parts.lastIndexOf(PythonSources.COLLECTIONS);
        String last = parts.removeLast();
        String module = last.endsWith(".py") ? last.substring(0, last.length() - ".py".length()) : last;
        List<String> out = new ArrayList<>(
                top >= 0 && parts.size() > top + 3 ? parts.subList(top, parts.size()) : List.of("ansible", "modules"));
        out.add(module.isEmpty() ? name : module);
        return out;
    }

    private static String version(@Nullable Path core) {
        if (core == null) {
            return "";
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(core.resolve("release.py")));
            return version.find() ? version.group(1) : "";
        } catch (IOException _) {
            return "";
        }
    }

    private static List<String> interpreter(String name, Path file, byte[] content) {
        String line =
                new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        List<String> words = line.startsWith("#!")
                ? ShellWords.of("interpreter", line.substring(2).strip())
                : List.of();
        if (words.isEmpty()) {
            throw new UserError(
                    null,
                    "module '" + name + "' has no interpreter: " + file,
                    "its first line must name a program, such as #!/bin/sh");
        }
        return words;
    }

    private static byte[] frame() {
        try (InputStream in = ModulePacker.class.getResourceAsStream("run_module.py")) {
            return Objects.requireNonNull(in, "run_module.py is not in the jar").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
