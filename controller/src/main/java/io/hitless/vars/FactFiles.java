package io.hitless.vars;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.filters.DataText;
import io.hitless.template.filters.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fact cache with one JSON file per host in a directory. Its format is that of Ansible's cache {@code jsonfile}, and
 * each program reads the other's files. The tags that Ansible attaches to values are ignored.
 */
public final class FactFiles implements FactCache {
    private static final String SCHEMA = "s1_";
    private static final String PAYLOAD = "__payload__";
    private static final String TYPE = "__ansible_type";

    private final Path directory;
    private final String prefix;
    private final Duration lifetime;
    private final Consumer<String> warnings;

    /**
     * @param prefix the prefix of the files' names
     * @param lifetime how long facts are valid; zero means for ever
     * @throws UserError if the directory does not exist and cannot be created
     */
    public FactFiles(Path directory, String prefix, Duration lifetime, Consumer<String> warnings) {
        this.directory = directory;
        this.prefix = prefix;
        this.lifetime = lifetime;
        this.warnings = warnings;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UserError(
                    null,
                    "facts can't be kept in " + directory + ": " + Reason.of(e),
                    "fact_caching_connection in ansible.cfg names the directory");
        }
    }

    @Override
    public Map<String, @Nullable Object> load(String host) {
        Path file = file(host);
        if (file == null) {
            return Map.of();
        }
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            if (!lifetime.isZero() && written.plus(lifetime).isBefore(Instant.now())) {
                return Map.of();
            }
            return facts(Files.readString(file));
        } catch (NoSuchFileException _) {
            return Map.of();
        } catch (IOException e) {
            return unreadable(file, Reason.of(e));
        } catch (UserError e) {
            return unreadable(file, e.what());
        }
    }

    private Map<String, @Nullable Object> unreadable(Path file, String why) {
        warnings.accept("the facts kept in " + file + " can't be read, and are gathered anew: " + why);
        remove(file);
        return Map.of();
    }

    private static Map<String, @Nullable Object> facts(String text) {
        if (DataText.fromJson(text) instanceof Map<?, ?> wrapped
                && wrapped.get(PAYLOAD) instanceof String payload
                && untagged(DataText.fromJson(payload)) instanceof Map<?, ?> facts) {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            facts.forEach((name, value) -> out.put(String.valueOf(name), value));
            return out;
        }
        throw new UserError("it is not in the format of Ansible's cache");
    }

    // {"__ansible_type": …, "value": …, "tags": […]} represents its value.
    private static @Nullable Object untagged(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> tagged
            when tagged.containsKey(TYPE) ->
                untagged(
                        tagged.containsKey("value")
                                ? tagged.get("value")
                                : tagged.containsKey("iso8601") ? tagged.get("iso8601") : tagged.get("ciphertext"));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((name, each) -> out.put(String.valueOf(name), untagged(each)));
                yield out;
            }
            case List<?> list -> items(list);
            case null, default -> value;
        };
    }

    private static Object items(List<?> list) {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(untagged(item)));
        return items;
    }

    // Other users may read the file, as with Ansible, unless it contains secrets.
    @Override
    public void store(String host, Map<String, @Nullable Object> facts, boolean secret) {
        Path file = file(host);
        if (file == null) {
            return;
        }
        try {
            Path fresh = Files.createTempFile(directory, ".", ".new");
            try {
                Files.writeString(fresh, JsonText.oneLine(Map.of(PAYLOAD, JsonText.oneLine(facts))));
                Files.setPosixFilePermissions(
                        fresh, PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            warnings.accept("the facts of " + host + " can't be kept in " + file + ": " + Reason.of(e));
        }
    }

    @Override
    public void delete(String host) {
        Path file = file(host);
        if (file != null) {
            remove(file);
        }
    }

    /** Removes the facts of all hosts. */
    public void flush() {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return !name.startsWith(".") && name.startsWith(prefix + SCHEMA);
                    })
                    .forEach(this::remove);
        } catch (IOException e) {
            warnings.accept("the facts in " + directory + " can't be removed: " + Reason.of(e));
        }
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warnings.accept(file + " can't be removed: " + Reason.of(e));
        }
    }

    // A name that contains a slash would lead out of the directory.
    private @Nullable Path file(String host) {
        return host.contains("/") ? null : directory.resolve(prefix + SCHEMA + host);
    }
}
