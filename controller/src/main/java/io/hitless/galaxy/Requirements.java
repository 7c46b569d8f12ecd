package io.hitless.galaxy;

import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The roles and collections in a {@code requirements.yml}. */
public record Requirements(List<RoleRequirement> roles, List<CollectionRequirement> collections) {
    private static final int DEEPEST = 10;

    public Requirements {
        roles = List.copyOf(roles);
        collections = List.copyOf(collections);
    }

    /** Roles from the command line. */
    public static Requirements ofRoles(List<String> names) {
        return new Requirements(names.stream().map(RoleRequirement::parse).toList(), List.of());
    }

    /** Collections from the command line. */
    public static Requirements ofCollections(List<String> names) {
        Path here = Path.of("");
        return new Requirements(
                List.of(),
                names.stream()
                        .map(name -> CollectionRequirement.parse(name, here))
                        .toList());
    }

    public Requirements onlyRoles() {
        return new Requirements(roles, List.of());
    }

    /**
     * Reads a file. Its lists may be empty, but it must have one.
     *
     * @throws UserError with the position of the error
     */
    public static Requirements read(Path file) {
        return read(written(file), file, 0);
    }

    /**
     * Reads a file for its collections.
     *
     * @throws UserError with the position of the error; also if the file is a list, which can only be one of roles
     */
    public static Requirements readCollections(Path file) {
        YamlNode written = written(file);
        if (written instanceof YamlNode.Sequence roles) {
            throw new UserError(roles.span(), "a list without a name is one of roles", "write it under 'collections:'");
        }
        return read(written, file, 0);
    }

    private static YamlNode written(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("no such requirements file: " + file);
        }
        YamlNode written = YamlReader.read(SourceReader.read(file));
        if (written == null) {
            throw new UserError(null, file + " is empty", "write 'roles:' or 'collections:', each with a list");
        }
        return written;
    }

    /** Returns whether there is nothing to install. */
    public boolean isEmpty() {
        return roles.isEmpty() && collections.isEmpty();
    }

    private static Requirements read(@Nullable YamlNode node, Path file, int depth) {
        List<RoleRequirement> roles = new ArrayList<>();
        List<CollectionRequirement> collections = new ArrayList<>();
        switch (node) {
            case null -> {}
            case YamlNode.Sequence list -> addRoles(list, file, depth, roles);
            case YamlNode.Mapping mapping -> {
                for (YamlNode.Entry entry : mapping.entries()) {
                    if (!Set.of("roles", "collections").contains(entry.name())) {
                        throw new UserError(
                                entry.key().span(),
                                "'" + entry.name() + "' has no meaning here",
                                "requirements are 'roles' and 'collections'");
                    }
                }
                addRoles(mapping.get("roles"), file, depth, roles);
                addCollections(mapping.get("collections"), collections);
            }
            default ->
                throw new UserError(node.span(), "requirements are 'roles' and 'collections', or a list of roles");
        }
        return new Requirements(roles, collections);
    }

    private static void addRoles(@Nullable YamlNode list, Path file, int depth, List<RoleRequirement> into) {
        for (YamlNode item : items(list)) {
            YamlNode include = item instanceof YamlNode.Mapping mapping ? mapping.get("include") : null;
            if (include != null) {
                if (depth == DEEPEST) {
                    throw new UserError(include.span(), "requirements files include each other");
                }
                Path other = file.resolveSibling(String.valueOf(include.plain()));
                into.addAll(placed(
                                include.span(), () -> read(YamlReader.read(SourceReader.read(other)), other, depth + 1))
                        .roles());
            } else {
                into.add(placed(
                        item.span(),
                        () -> item.plain() instanceof Map<?, ?> fields
                                ? RoleRequirement.of(fields)
                                : RoleRequirement.parse(String.valueOf(item.plain()))));
            }
        }
    }

    private static void addCollections(@Nullable YamlNode list, List<CollectionRequirement> into) {
        Path here = Path.of("");
        for (YamlNode item : items(list)) {
            into.add(placed(
                    item.span(),
                    () -> item.plain() instanceof Map<?, ?> fields
                            ? CollectionRequirement.of(fields, here)
                            : CollectionRequirement.parse(String.valueOf(item.plain()), here)));
        }
    }

    private static List<YamlNode> items(@Nullable YamlNode list) {
        return switch (list) {
            case null -> List.of();
            case YamlNode.Sequence sequence -> sequence.items();
            case YamlNode.Scalar empty when empty.plain() == null -> List.of();
            default -> throw new UserError(list.span(), "write a list here");
        };
    }

    private static <T> T placed(Span span, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UserError e) {
            throw e.at(span);
        }
    }
}
