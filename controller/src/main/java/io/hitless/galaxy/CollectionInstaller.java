package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Installs collections and their dependencies into a directory. */
public final class CollectionInstaller {
    private final Path root;
    private final List<Path> alsoThere;
    private final InstallOptions options;
    private final Consumer<String> report;

    /**
     * @param root the {@code ansible_collections} directory to install into
     * @param alsoThere other directories; collections in them need not be installed
     */
    public CollectionInstaller(Path root, List<Path> alsoThere, InstallOptions options, Consumer<String> report) {
        this.root = root;
        this.alsoThere = List.copyOf(alsoThere);
        this.options = options;
        this.report = report;
    }

    /** @throws UserError if a collection is not available; then none is installed */
    public void install(List<CollectionRequirement> wanted) {
        try (Workspace workspace = Workspace.in(root);
                Web web = new Web(options.patience())) {
            Map<String, Candidate> given = new LinkedHashMap<>();
            List<CollectionResolver.Demand> demands = new ArrayList<>();
            for (CollectionRequirement each : wanted) {
                if (each.type() == CollectionRequirement.Type.GALAXY) {
                    demands.add(new CollectionResolver.Demand(
                            each.source(), VersionRange.parse(each.version()), "asked for"));
                } else {
                    for (Candidate.Local local : fetch(each, workspace, web)) {
                        given.put(local.info().name(), kept(each, local));
                        demands.add(new CollectionResolver.Demand(local.info().name(), VersionRange.ANY, "asked for"));
                    }
                }
            }
            CollectionCandidates candidates = new CollectionCandidates(root, alsoThere, options, wanted, given, web);
            Map<String, Candidate> chosen =
                    new CollectionResolver(candidates::of, options.dependencies()).resolve(demands);
            Map<Candidate, Path> ready = new LinkedHashMap<>();
            chosen.values().forEach(candidate -> prepare(candidate, workspace, ready));
            ready.forEach((candidate, files) -> install(candidate, files, workspace));
            if (ready.isEmpty()) {
                report.accept("all of these collections are installed already");
            }
        }
    }

    // For a repository, the version does not identify the commit.
    private Candidate kept(CollectionRequirement wanted, Candidate.Local local) {
        CollectionInfo there = InstalledCollection.info(local.info().below(root));
        return there != null
                        && there.version().equalTo(local.info().version())
                        && !options.force()
                        && wanted.type() != CollectionRequirement.Type.GIT
                ? new Candidate.Installed(there)
                : local;
    }

    private void prepare(Candidate candidate, Workspace workspace, Map<Candidate, Path> ready) {
        switch (candidate) {
            case Candidate.Installed _ -> {}
            case Candidate.Local local -> ready.put(local, files(local, workspace));
            case Candidate.Remote remote -> {
                Path archive = workspace.file("collection.tar.gz");
                remote.server().download(remote.release(remote.info().name()), archive);
                Path files = workspace.fresh();
                Archive.unpack(archive, files);
                CollectionFiles.verify(files);
                ready.put(remote, files);
            }
        }
    }

    private static Path files(Candidate.Local local, Workspace workspace) {
        Path files = workspace.fresh();
        if (local.built()) {
            Workspace.copy(local.directory(), files);
            CollectionFiles.verify(files);
        } else {
            CollectionFiles.build(local.directory(), files);
        }
        return files;
    }

    private void install(Candidate candidate, Path files, Workspace workspace) {
        CollectionInfo info = candidate.info();
        Path target = info.below(root);
        workspace.install(files, target);
        if (candidate instanceof Candidate.Remote remote) {
            note(remote.release(info.name()), remote.server());
        }
        report.accept("installed collection " + info + " in " + target);
    }

    // Records the origin, as Ansible does.
    private void note(GalaxyServer.Release release, GalaxyServer server) {
        CollectionInfo info = release.info();
        int dot = info.name().indexOf('.');
        Path directory = root.resolve(info.name() + "-" + info.version() + ".info");
        String text = "download_url: " + release.archive() + "\nformat_version: 1.0.0\nname: "
                + info.name().substring(dot + 1) + "\nnamespace: " + info.name().substring(0, dot) + "\nserver: "
                + server.address().url() + "\nsignatures: []\nversion: " + info.version() + "\nversion_url: "
                + release.page().getPath() + "\n";
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("GALAXY.yml"), text);
        } catch (IOException e) {
            throw new UserError("cannot write to " + directory + ": " + Reason.of(e));
        }
    }

    private List<Candidate.Local> fetch(CollectionRequirement wanted, Workspace workspace, Web web) {
        String source = wanted.source();
        return switch (wanted.type()) {
            case GIT -> git(wanted, workspace);
            case DIR -> List.of(local(path(source), source));
            case SUBDIRS -> below(path(source), source);
            case FILE -> List.of(unpacked(path(source), workspace));
            case URL -> {
                Path archive = workspace.file("collection.tar.gz");
                web.download(URI.create(source), null, archive);
                yield List.of(unpacked(archive, workspace));
            }
            case GALAXY -> throw new IllegalArgumentException("it is a server's");
        };
    }

    private static Path path(String source) {
        return Path.of(source.startsWith("file://") ? source.substring("file://".length()) : source);
    }

    private static Candidate.Local unpacked(Path archive, Workspace workspace) {
        Path files = workspace.fresh();
        Archive.unpack(archive, files);
        return local(files, archive.toString());
    }

    private static List<Candidate.Local> git(CollectionRequirement wanted, Workspace workspace) {
        String[] parts = wanted.source().split("#", 2);
        String url = parts[0].startsWith("git+") ? parts[0].substring(4) : parts[0];
        Path clone = workspace.fresh();
        GitRepository.cloned(url, clone).checkout(wanted.version());
        Path directory = parts.length == 1
                ? clone
                : clone.resolve(parts[1].replaceFirst("^/+", "")).normalize();
        if (!directory.startsWith(clone)) {
            throw new UserError("'" + parts[1] + "' points outside the repository");
        }
        return CollectionInfo.isIn(directory)
                ? List.of(local(directory, wanted.source()))
                : below(directory, wanted.source());
    }

    private static Candidate.Local local(Path directory, String source) {
        if (!CollectionInfo.isIn(directory)) {
            throw new UserError(source + " is not a collection: it has neither MANIFEST.json nor galaxy.yml");
        }
        return new Candidate.Local(
                CollectionInfo.in(directory), directory, Files.exists(directory.resolve(CollectionInfo.MANIFEST)));
    }

    private static List<Candidate.Local> below(Path directory, String source) {
        try (Stream<Path> all = Files.list(directory)) {
            List<Candidate.Local> found = all.filter(CollectionInfo::isIn)
                    .sorted(Comparator.naturalOrder())
                    .map(path -> local(path, path.toString()))
                    .toList();
            if (found.isEmpty()) {
                throw new UserError(source + " contains no collection: no directory has a galaxy.yml");
            }
            return found;
        } catch (IOException e) {
            throw new UserError("cannot read " + directory + ": " + Reason.of(e));
        }
    }
}
