package io.hitless.drift;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What drift checks are compared with one another by: the same playbooks over the same inventory, and the same choice of tasks.
 *
 * @param id short, and the same wherever the command is given
 */
public record Scope(String id) {
    private static final int DIGITS = 16;

    /** @param choice what else decides what is looked for, as tags and extra variables do; without secrets */
    public static Scope of(List<Path> playbooks, List<String> inventories, List<String> choice) {
        StringBuilder text = new StringBuilder();
        playbooks.forEach(playbook -> text.append(playbook.toAbsolutePath().normalize()).append('\n'));
        text.append('\n');
        inventories.forEach(source -> text.append(Files.exists(Path.of(source)) ? Path.of(source).toAbsolutePath().normalize() : source).append('\n'));
        text.append('\n');
        choice.forEach(word -> text.append(word).append('\n'));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return new Scope(HexFormat.of().formatHex(digest).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
