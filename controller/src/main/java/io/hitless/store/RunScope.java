package io.hitless.store;

import io.hitless.event.ValueJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a run: its playbooks, inventory, selected tasks and extra variables. The status of hosts is known per
 * scope: the findings of one run say nothing about the playbooks of another.
 *
 * @param playbooks as absolute paths
 * @param inventories as absolute paths, or lists of hosts
 * @param tasks options that select tasks, such as tags; empty for all tasks
 * @param values extra variables, without secrets
 */
public record RunScope(List<String> playbooks, List<String> inventories, List<String> tasks, List<String> values) {
    private static final int DIGITS = 16;

    /** In {@code tasks} of a run whose options are not known. */
    private static final String NOT_KNOWN = "not known";

    public RunScope {
        playbooks = List.copyOf(playbooks);
        inventories = List.copyOf(inventories);
        tasks = List.copyOf(tasks);
        values = List.copyOf(values);
    }

    /** @param directory that relative paths are based on */
    public static RunScope of(
            Path directory, List<String> playbooks, List<String> inventories, List<String> tasks, List<String> values) {
        return new RunScope(
                playbooks.stream()
                        .map(playbook -> directory.resolve(playbook).normalize().toString())
                        .toList(),
                inventories.stream()
                        .map(source -> Files.exists(directory.resolve(source))
                                ? directory.resolve(source).normalize().toString()
                                : source)
                        .toList(),
                tasks,
                values);
    }

    /** The scope of a run from a version that did not store it. */
    static RunScope unknown(Path directory, List<String> playbooks, List<String> inventories) {
        return of(directory, playbooks, inventories, List.of(NOT_KNOWN), List.of());
    }

    /** A short hash, independent of the current directory. */
    public String id() {
        StringBuilder text = new StringBuilder();
        playbooks.forEach(playbook -> text.append(playbook).append('\n'));
        text.append('\n');
        inventories.forEach(source -> text.append(source).append('\n'));
        text.append('\n');
        tasks.forEach(word -> text.append(word).append('\n'));
        values.forEach(value -> text.append("set ").append(value).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * Whether a run of this scope covers everything in the other's: its playbooks, with the same values, and at least
     * the same tasks.
     */
    public boolean covers(RunScope other) {
        return new HashSet<>(playbooks).containsAll(other.playbooks)
                && inventories.equals(other.inventories)
                && values.equals(other.values)
                && (tasks.isEmpty() || (tasks.equals(other.tasks) && !tasks.contains(NOT_KNOWN)));
    }

    /** The options that narrow it; empty for all tasks without extra variables. */
    public String narrowed() {
        return String.join(
                ", ",
                Stream.concat(tasks.stream(), values.stream().map(value -> "-e " + value))
                        .toList());
    }

    String toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("playbooks", playbooks);
        out.put("inventories", inventories);
        out.put("tasks", tasks);
        out.put("values", values);
        return ValueJson.write(out);
    }

    /** @throws IllegalArgumentException if it is damaged */
    static RunScope read(String json) {
        if (!(ValueJson.read(json) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("no scope");
        }
        return new RunScope(
                texts(map.get("playbooks")),
                texts(map.get("inventories")),
                texts(map.get("tasks")),
                texts(map.get("values")));
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }
}
