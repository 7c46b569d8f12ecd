package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Checks installed collections against their lists of files, and against the archives on servers. */
public final class CollectionVerifier {
    private final List<Path> roots;
    private final List<ServerAddress> servers;
    private final Duration patience;
    private final boolean goOn;
    private final Consumer<String> report;

    /**
     * @param roots each a directory {@code ansible_collections}
     * @param servers empty to check only against the installed lists
     * @param goOn whether to report a collection that can't be checked and continue with the next one
     */
    public CollectionVerifier(
            List<Path> roots, List<ServerAddress> servers, Duration patience, boolean goOn, Consumer<String> report) {
        this.roots = List.copyOf(roots);
        this.servers = List.copyOf(servers);
        this.patience = patience;
        this.goOn = goOn;
        this.report = report;
    }

    /**
     * Checks collections, and reports each.
     *
     * @return true if no collection differs
     * @throws UserError if one can't be checked
     */
    public boolean verify(List<CollectionRequirement> wanted) {
        boolean same = true;
        try (Web web = new Web(patience)) {
            for (CollectionRequirement each : wanted) {
                try {
                    same &= verify(each, web);
                } catch (UserError e) {
                    if (!goOn) {
                        throw e;
                    }
                    report.accept(each.source() + " can't be checked: " + e.what());
                }
            }
        }
        return same;
    }

    private boolean verify(CollectionRequirement wanted, Web web) {
        if (wanted.type() != CollectionRequirement.Type.GALAXY) {
            throw new UserError(
                    null, wanted.source() + " is no name of an installed collection", "name it: NAMESPACE.NAME");
        }
        InstalledCollection installed = installed(wanted.source());
        CollectionInfo info = CollectionInfo.in(installed.directory());
        if (!VersionRange.parse(wanted.version()).admits(info.version())) {
            throw new UserError(wanted.source() + " is installed as " + info.version() + ", not " + wanted.version());
        }
        List<String> differences;
        if (servers.isEmpty()) {
            differences = differences(installed.directory(), installed.directory());
        } else {
            try (Workspace workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")))) {
                differences = differences(installed.directory(), published(info, workspace, web));
            }
        }
        report.accept(
                differences.isEmpty()
                        ? info + " in " + installed.directory() + " is as it was published"
                        : info + " in " + installed.directory() + " differs:\n  " + String.join("\n  ", differences));
        return differences.isEmpty();
    }

    private InstalledCollection installed(String name) {
        InstalledCollection found = roots.stream()
                .flatMap(root -> InstalledCollection.in(root).stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("collection " + name + " is not installed"));
        if (!Files.isRegularFile(found.directory().resolve(CollectionInfo.MANIFEST))) {
            throw new UserError(found.directory() + " has no " + CollectionInfo.MANIFEST
                    + ", so there is nothing to check it against");
        }
        return found;
    }

    private Path published(CollectionInfo info, Workspace workspace, Web web) {
        for (ServerAddress address : servers) {
            GalaxyServer server = new GalaxyServer(address, web);
            if (server.versions(info.name()).stream().anyMatch(info.version()::equalTo)) {
                Path archive = workspace.file("collection.tar.gz");
                server.download(server.release(info.name(), info.version()), archive);
                Path files = workspace.fresh();
                Archive.unpack(archive, files);
                return files;
            }
        }
        throw new UserError("no server has " + info);
    }

    /** The differences between a collection and the lists of files in another copy. */
    private static List<String> differences(Path collection, Path lists) {
        List<String> differences = new ArrayList<>();
        try {
            for (String list : List.of(CollectionInfo.MANIFEST, CollectionFiles.FILES)) {
                if (Files.mismatch(collection.resolve(list), lists.resolve(list)) >= 0) {
                    differences.add(list + " is another");
                }
            }
            String expected = CollectionFiles.checksumOfList(lists);
            if (!Checksum.of(lists.resolve(CollectionFiles.FILES)).equals(expected)) {
                differences.add(CollectionFiles.FILES + " is not what " + CollectionInfo.MANIFEST + " says");
            }
            Set<Path> known = new HashSet<>(
                    Set.of(collection.resolve(CollectionInfo.MANIFEST), collection.resolve(CollectionFiles.FILES)));
            for (CollectionFiles.Entry entry : CollectionFiles.listed(lists)) {
                Path path = collection.resolve(entry.name()).normalize();
                known.add(path);
                if (!Files.exists(path)) {
                    differences.add(entry.name() + " is missing");
                } else if (entry.isFile() && !Checksum.of(path).equals(entry.checksum())) {
                    differences.add(entry.name() + " is changed");
                }
            }
            addUnlisted(collection, known, differences);
        } catch (IOException e) {
            throw new UserError("cannot check the files of a collection: " + Reason.of(e));
        }
        return differences;
    }

    private static void addUnlisted(Path collection, Set<Path> known, List<String> differences) throws IOException {
        try (Stream<Path> all = Files.walk(collection)) {
            all.filter(path -> !known.contains(path) && !path.equals(collection) && !Files.isDirectory(path))
                    .sorted()
                    .forEach(path -> differences.add(collection.relativize(path) + " is not in the list"));
        }
    }
}
