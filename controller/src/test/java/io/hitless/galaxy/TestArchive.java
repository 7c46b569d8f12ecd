package io.hitless.galaxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives to install from: files by name, links as {@code name -> target}. */
final class TestArchive {
    private final Map<String, String> files = new LinkedHashMap<>();

    TestArchive with(String name, String content) {
        files.put(name, content);
        return this;
    }

    Path written(Path archive) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                String[] parts = file.getKey().split(" -> ", 2);
                TarArchiveEntry entry = parts.length == 1
                        ? new TarArchiveEntry(parts[0], true)
                        : new TarArchiveEntry(parts[0], TarArchiveEntry.LF_SYMLINK);
                byte[] content = parts.length == 1 ? file.getValue().getBytes(UTF_8) : new byte[0];
                if (parts.length == 2) {
                    entry.setLinkName(parts[1]);
                }
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    /** A collection as it is published. */
    static TestArchive collection(String name, String version, Map<String, String> dependencies) {
        String text = "- debug: {msg: " + name + " " + version + "}\n";
        List<Object> listed = new ArrayList<>();
        listed.add(entry("roles/r/tasks/main.yml", text));
        String files = GalaxyJson.written(Map.of("files", listed, "format", 1));
        int dot = name.indexOf('.');
        String manifest = GalaxyJson.written(Map.of(
                "collection_info",
                Map.of(
                        "namespace",
                        name.substring(0, dot),
                        "name",
                        name.substring(dot + 1),
                        "version",
                        version,
                        "dependencies",
                        dependencies),
                "file_manifest_file",
                entry("FILES.json", files),
                "format",
                1));
        return new TestArchive()
                .with("MANIFEST.json", manifest)
                .with("FILES.json", files)
                .with("roles/r/tasks/main.yml", text);
    }

    private static Map<String, Object> entry(String name, String content) {
        return Map.of("name", name, "ftype", "file", "chksum_sha256", Checksum.of(content.getBytes(UTF_8)));
    }
}
