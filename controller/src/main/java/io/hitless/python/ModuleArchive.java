package io.hitless.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A module and all Python sources that it imports, directly or indirectly, as one archive that Python can run. */
final class ModuleArchive {
    /** The files that every module needs to run, if there is an ansible-core. */
    private static final List<List<String>> ALWAYS = List.of(
            List.of("ansible", "module_utils", "basic"),
            List.of("ansible", "module_utils", "_internal", "_ansiballz", "_loader"),
            List.of("ansible", "module_utils", "_internal", "_ansiballz", "_respawn_wrapper"),
            List.of("ansible", "module_utils", "_internal", "_json", "_profiles", "_module_legacy_c2m"),
            List.of("ansible", "module_utils", "_internal", "_json", "_profiles", "_module_legacy_m2c"));

    /** A source whose imports have not been followed yet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared or changed
    private record Pending(List<String> name, boolean isPackage, byte[] content) {
        List<String> around() {
            return isPackage ? name : name.subList(0, name.size() - 1);
        }
    }

    private final String module;
    private final PythonSources sources;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Set<List<String>> done = new HashSet<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private ModuleArchive(String module, PythonSources sources) {
        this.module = module;
        this.sources = sources;
    }

    /**
     * Packs a module.
     *
     * @param entry the module's full name in Python
     * @param frame the program that runs the module
     * @param version the version of ansible-core
     * @throws io.hitless.source.UserError if the module imports a name that does not exist
     */
    static byte[] pack(
            String module, List<String> entry, byte[] content, byte[] frame, String version, PythonSources sources) {
        ModuleArchive archive = new ModuleArchive(module, sources);
        archive.files.put("__main__.py", frame);
        archive.files.put(
                "ansible/__init__.py",
                ("__version__ = '" + version + "'\n__author__ = 'Ansible, Inc.'\n").getBytes(StandardCharsets.UTF_8));
        archive.done.add(List.of("ansible"));
        archive.add(entry, new PythonSources.Source(content, false));
        ALWAYS.forEach(name -> archive.take(name, false));
        while (!archive.pending.isEmpty()) {
            archive.follow(archive.pending.removeFirst());
        }
        return archive.zip();
    }

    private void follow(Pending source) {
        for (ImportScanner.Import each : ImportScanner.imports(new String(source.content(), StandardCharsets.UTF_8))) {
            List<String> base = absolute(each, source);
            if (base == null) {
                continue;
            }
            if (each.names().isEmpty() || each.names().contains("*")) {
                take(base, each.required());
            } else {
                each.names().forEach(name -> taken(base, name, each.required()));
            }
        }
    }

    private static @Nullable List<String> absolute(ImportScanner.Import each, Pending source) {
        List<String> name =
                each.module().isEmpty() ? List.of() : List.of(each.module().split("\\.", -1));
        if (each.level() == 0) {
            return name;
        }
        List<String> around = source.around();
        int keep = around.size() - (each.level() - 1);
        if (keep < 0) {
            return null;
        }
        List<String> out = new ArrayList<>(around.subList(0, keep));
        out.addAll(name);
        return out;
    }

    /** Follows {@code from base import name}: {@code name} is a source, or a name in {@code base}. */
    private void taken(List<String> base, String name, boolean required) {
        List<String> whole = new ArrayList<>(base);
        whole.add(name);
        if (!PythonSources.isOurs(whole) || done.contains(whole)) {
            return;
        }
        PythonSources.Source source = sources.find(whole);
        if (source != null) {
            add(whole, source);
        } else if (PythonSources.isOurs(base)) {
            take(base, required);
        } else if (required) {
            throw sources.missing(module, whole);
        }
    }

    /** Adds the source for the longest prefix of a name that is one. */
    private void take(List<String> name, boolean required) {
        for (int end = name.size(); PythonSources.isOurs(name.subList(0, end)); end--) {
            List<String> part = List.copyOf(name.subList(0, end));
            if (done.contains(part)) {
                return;
            }
            PythonSources.Source source = sources.find(part);
            if (source != null) {
                add(part, source);
                return;
            }
        }
        if (required && PythonSources.isOurs(name)) {
            throw sources.missing(module, name);
        }
    }

    private void add(List<String> name, PythonSources.Source source) {
        for (int end = 1; end < name.size(); end++) {
            List<String> above = List.copyOf(name.subList(0, end));
            if (done.add(above)) {
                PythonSources.Source its = sources.find(above);
                byte[] content = its != null && its.isPackage() ? its.content() : new byte[0];
                files.put(String.join("/", above) + "/__init__.py", content);
                pending.add(new Pending(above, true, content));
            }
        }
        if (done.add(List.copyOf(name))) {
            String path = String.join("/", name) + (source.isPackage() ? "/__init__.py" : ".py");
            files.put(path, source.content());
            pending.add(new Pending(name, source.isPackage(), source.content()));
        }
    }

    // Entries have no times, so that the same sources always have the same hash.
    private byte[] zip() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
