package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The available versions of a collection. */
final class CollectionCandidates {
    private final Path root;
    private final List<Path> alsoThere;
    private final InstallOptions options;
    private final List<CollectionRequirement> wanted;
    private final Map<String, Candidate> given;
    private final List<GalaxyServer> servers;
    private final Web web;
    private final Map<String, List<Candidate>> known = new HashMap<>();

    CollectionCandidates(
            Path root,
            List<Path> alsoThere,
            InstallOptions options,
            List<CollectionRequirement> wanted,
            Map<String, Candidate> given,
            Web web) {
        this.root = root;
        this.alsoThere = alsoThere;
        this.options = options;
        this.wanted = wanted;
        this.given = given;
        this.web = web;
        this.servers = options.servers().stream()
                .map(address -> new GalaxyServer(address, web))
                .toList();
    }

    /**
     * Returns the candidates, the best one first: the given version, the installed one, then the latest on a server. A
     * server is only asked if necessary.
     */
    Iterable<Candidate> of(String name) {
        Candidate only = given.get(name);
        if (only != null) {
            return List.of(only);
        }
        CollectionInfo there = options.upgrade() ? null : kept(name);
        List<Candidate> first = there == null ? List.of() : List.of(new Candidate.Installed(there));
        return () -> Stream.concat(first.stream(), Stream.of(name).flatMap(each -> remote(each).stream()))
                .iterator();
    }

    private List<Candidate> remote(String name) {
        return known.computeIfAbsent(name, this::search);
    }

    private @Nullable CollectionRequirement asked(String name) {
        return wanted.stream()
                .filter(each -> each.source().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The installed version, or null if it must be replaced. */
    private @Nullable CollectionInfo kept(String name) {
        boolean again = options.forceDependencies() || (asked(name) != null && options.force());
        return again ? null : installed(name);
    }

    private List<Candidate> search(String name) {
        List<Candidate> found = new ArrayList<>();
        CollectionInfo there = kept(name);
        CollectionRequirement asked = asked(name);
        boolean early = options.early()
                || (asked != null && VersionRange.parse(asked.version()).wantsEarly());
        for (GalaxyServer server : servers(asked)) {
            List<SemanticVersion> versions = server.versions(name).stream()
                    .filter(version -> early || version.isRelease())
                    .sorted(Comparator.reverseOrder())
                    .toList();
            versions.forEach(version -> found.add(
                    there != null && there.version().equalTo(version)
                            ? new Candidate.Installed(there)
                            : new Candidate.Remote(server, version, null)));
            if (!versions.isEmpty()) {
                break;
            }
        }
        if (there != null && options.upgrade()) {
            found.add(new Candidate.Installed(there));
        }
        return found;
    }

    private @Nullable CollectionInfo installed(String name) {
        int dot = name.indexOf('.');
        return Stream.concat(Stream.of(root), alsoThere.stream())
                .map(each -> InstalledCollection.info(
                        each.resolve(name.substring(0, dot)).resolve(name.substring(dot + 1))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The server that the requirement names, or all servers. */
    private List<GalaxyServer> servers(@Nullable CollectionRequirement asked) {
        String named = asked == null ? null : asked.server();
        if (named == null) {
            return servers;
        }
        return servers.stream()
                .filter(server -> server.address().name().equals(named))
                .findFirst()
                .map(List::of)
                .orElseGet(() -> {
                    if (!named.matches("https?://.*")) {
                        throw new UserError("there is no server '" + named + "'");
                    }
                    return List.of(new GalaxyServer(ServerAddress.of(named, named, null, null, null), web));
                });
    }
}
