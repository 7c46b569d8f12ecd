package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An installed role. */
public record InstalledRole(Path directory) {
    private static final String NOTE = "meta/.galaxy_install_info";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    public String name() {
        return String.valueOf(directory.getFileName());
    }

    /** The roles in a directory, by name. */
    public static List<InstalledRole> in(Path roles) {
        try (Stream<Path> all = Files.list(roles)) {
            return all.filter(path -> isRole(path))
                    .sorted()
                    .map(InstalledRole::new)
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + roles + ": " + Reason.of(e));
        }
    }

    /** Returns the first role with this name. */
    public static Optional<InstalledRole> named(String name, List<Path> places) {
        return places.stream()
                .filter(Files::isDirectory)
                .flatMap(place -> in(place).stream())
                .filter(role -> role.name().equals(name))
                .findFirst();
    }

    static boolean isRole(Path directory) {
        return meta(directory) != null;
    }

    private static @Nullable Path meta(Path directory) {
        return Stream.of("meta/main.yml", "meta/main.yaml")
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** The installed version; null if it was not recorded. */
    public @Nullable String version() {
        Path note = directory.resolve(NOTE);
        if (!Files.isRegularFile(note)) {
            return null;
        }
        YamlNode node = YamlReader.read(SourceReader.read(note));
        Object version =
                node instanceof YamlNode.Mapping mapping ? mapping.plain().get("version") : null;
        return version == null || version.toString().isEmpty() ? null : version.toString();
    }

    /** The role's metadata. */
    public Map<?, ?> about() {
        return value(meta(directory), "galaxy_info") instanceof Map<?, ?> about ? about : Map.of();
    }

    /** Records the role's version, as Ansible does. */
    void note(String version) {
        String date = ZonedDateTime.now(ZoneOffset.UTC).format(DATE);
        String written = version.matches("[A-Za-z_][\\w.-]*") ? version : "'" + version.replace("'", "''") + "'";
        try {
            Files.writeString(directory.resolve(NOTE), "install_date: " + date + "\nversion: " + written + "\n");
        } catch (IOException e) {
            throw new UserError("cannot write to " + directory + ": " + Reason.of(e));
        }
    }

    /** The role's dependencies that can be installed. A plain name is a local role, so it is left out. */
    List<RoleRequirement> dependencies() {
        List<RoleRequirement> found = new ArrayList<>();
        add(value(meta(directory), "dependencies"), found);
        Stream.of("meta/requirements.yml", "meta/requirements.yaml")
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .ifPresent(file -> add(value(file, null), found));
        return found;
    }

    private static void add(@Nullable Object list, List<RoleRequirement> into) {
        for (Object each : list instanceof List<?> items ? items : List.of()) {
            boolean templated = String.valueOf(each).contains("{{");
            RoleRequirement role = templated
                    ? null
                    : each instanceof Map<?, ?> fields
                            ? RoleRequirement.of(fields)
                            : RoleRequirement.parse(String.valueOf(each));
            if (role != null && (role.git() || role.source().contains("/") || role.isOfServer())) {
                into.add(role);
            }
        }
    }

    private static @Nullable Object value(@Nullable Path file, @Nullable String key) {
        YamlNode node = file == null ? null : YamlReader.read(SourceReader.read(file));
        if (node == null || key == null) {
            return node == null ? null : node.plain();
        }
        return node instanceof YamlNode.Mapping mapping ? mapping.plain().get(key) : null;
    }

    /** Removes the role. */
    public void remove() {
        Workspace.delete(directory);
    }
}
