package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Installs roles and their dependencies into a directory. */
public final class RoleInstaller {
    private final Path roles;
    private final List<Path> alsoThere;
    private final InstallOptions options;
    private final Consumer<String> report;
    private final Set<String> done = new HashSet<>();

    /**
     * @param roles the directory to install into
     * @param alsoThere other directories; roles in them need not be installed
     */
    public RoleInstaller(Path roles, List<Path> alsoThere, InstallOptions options, Consumer<String> report) {
        this.roles = roles;
        this.alsoThere = List.copyOf(alsoThere);
        this.options = options;
        this.report = report;
    }

    private record Queued(RoleRequirement role, boolean dependency) {}

    /**
     * Installs all roles.
     *
     * @return false if some could not be installed; each failure was reported
     */
    public boolean install(List<RoleRequirement> wanted) {
        Deque<Queued> queue = new ArrayDeque<>();
        wanted.forEach(role -> queue.add(new Queued(role, false)));
        boolean all = true;
        try (Workspace workspace = Workspace.in(roles);
                Web web = new Web(options.patience())) {
            while (!queue.isEmpty()) {
                Queued next = queue.remove();
                try {
                    InstalledRole role = provide(next, workspace, web);
                    if (role != null && options.dependencies()) {
                        role.dependencies().forEach(its -> queue.add(new Queued(its, true)));
                    }
                } catch (UserError e) {
                    all = false;
                    report.accept("role " + next.role() + " is not installed: " + e.line());
                    if (!options.goOn()) {
                        return false;
                    }
                }
            }
        }
        return all || options.goOn();
    }

    /** @return null if the role was installed already */
    private @Nullable InstalledRole provide(Queued next, Workspace workspace, Web web) {
        RoleRequirement role = next.role();
        InstalledRole there = find(role.name());
        boolean again = next.dependency() ? options.forceDependencies() : options.force();
        if (!done.add(role.name()) || (there != null && !again)) {
            reportThere(role, there);
            return null;
        }
        Path files = workspace.fresh();
        String version = fetch(role, files, workspace, web);
        Path root = root(files, role);
        new InstalledRole(root).note(version);
        Path target = roles.resolve(role.name());
        workspace.install(root, target);
        report.accept("installed role " + role.name() + (version.isEmpty() ? "" : " " + version) + " in " + target);
        return new InstalledRole(target);
    }

    private void reportThere(RoleRequirement role, @Nullable InstalledRole there) {
        String version = there == null ? null : there.version();
        boolean other = !role.version().isEmpty() && !role.version().equals(version);
        report.accept("role " + role.name() + (version == null ? "" : " " + version) + " is already installed"
                + (other ? ", not " + role.version() + ": use --force to install it" : ""));
    }

    private @Nullable InstalledRole find(String name) {
        return Stream.concat(Stream.of(roles), alsoThere.stream())
                .map(path -> path.resolve(name))
                .filter(InstalledRole::isRole)
                .findFirst()
                .map(InstalledRole::new)
                .orElse(null);
    }

    /** Copies the role's files into a directory, and returns their version. */
    private String fetch(RoleRequirement role, Path into, Workspace workspace, Web web) {
        String source = role.source();
        if (role.git()) {
            GitRepository repository = GitRepository.cloned(source, workspace.fresh());
            Path archive = workspace.file("role.tar");
            repository.archive(role.version(), archive);
            Archive.unpack(archive, into);
            return role.version();
        }
        Path local = Path.of(source.startsWith("file://") ? source.substring("file://".length()) : source);
        if (Files.isDirectory(local)) {
            Workspace.copy(local, into);
            return role.version();
        }
        if (Files.isRegularFile(local)) {
            Archive.unpack(local, into);
            return role.version();
        }
        Path archive = workspace.file("role.tar.gz");
        if (source.matches("https?://.*")) {
            web.download(address(source), null, archive);
            Archive.unpack(archive, into);
            return role.version();
        }
        if (!role.isOfServer()) {
            throw new UserError(
                    null,
                    "there is no '" + source + "'",
                    "name a git repository, an archive, a directory or OWNER.ROLE");
        }
        RoleArchive found = find(role, web);
        web.download(found.url(), null, archive);
        Archive.unpack(archive, into);
        return found.version();
    }

    private RoleArchive find(RoleRequirement role, Web web) {
        return options.servers().stream()
                .map(address -> new GalaxyServer(address, web).role(role))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new UserError("no server has the role " + role.source()));
    }

    private static URI address(String source) {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + source + "' is not an address");
        }
    }

    // An archive has one directory with its files.
    private static Path root(Path files, RoleRequirement role) {
        try (Stream<Path> all = Files.walk(files, 3)) {
            return all.filter(InstalledRole::isRole)
                    .min(Comparator.comparingInt(Path::getNameCount))
                    .orElseThrow(() -> new UserError(role.name() + " is not a role: it has no meta/main.yml"));
        } catch (IOException e) {
            throw new UserError("cannot read what was unpacked of " + role.name());
        }
    }
}
