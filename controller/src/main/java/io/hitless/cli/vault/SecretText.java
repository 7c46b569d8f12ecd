package io.hitless.cli.vault;

import io.hitless.cli.output.Terminal;
import io.hitless.source.UserError;
import io.hitless.vars.VaultSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value to encrypt, and the variable that will contain it.
 *
 * @param origin where the value was given, for errors
 */
@SuppressWarnings("ArrayRecordComponent") // records of this type are never compared
public record SecretText(byte[] plain, @Nullable String name, String origin) {
    private static final String STANDARD = "-";
    private static final String INDENT = " ".repeat(10);

    /**
     * Returns the values of a command line in Ansible's order: the typed one, standard input, arguments.
     *
     * @param names variable names for the arguments, in the same order; further arguments have no name
     * @param prompt whether to ask for a value
     */
    public static List<SecretText> of(
            List<String> texts, List<String> names, @Nullable String stdinName, boolean prompt, boolean echo) {
        List<String> given =
                texts.stream().filter(text -> !text.equals(STANDARD)).toList();
        boolean stdin = given.size() < texts.size() || stdinName != null || (given.isEmpty() && !prompt);
        if (stdin && prompt) {
            throw VaultKeys.misuse("--prompt and standard input exclude each other", null);
        }
        List<SecretText> out = new ArrayList<>();
        if (prompt) {
            out.add(typed(names, echo));
        }
        if (stdin) {
            out.add(new SecretText(new VaultFile(STANDARD).read(), stdinName, "standard input"));
        }
        for (int i = 0; i < given.size(); i++) {
            String name = prompt || i >= names.size() ? null : names.get(i);
            out.add(new SecretText(given.get(i).getBytes(StandardCharsets.UTF_8), name, "the command line"));
        }
        for (SecretText text : out) {
            if (text.plain.length == 0) {
                throw VaultKeys.misuse("the value from " + text.origin + " is empty", null);
            }
        }
        return out;
    }

    private static SecretText typed(List<String> names, boolean echo) {
        String name = names.isEmpty() ? ask("Variable name (enter for no name)", true) : names.getFirst();
        String text = ask(echo ? "String to encrypt" : "String to encrypt (hidden)", echo);
        if (!echo && !text.equals(ask("Confirm string to encrypt", false))) {
            throw new UserError("the two values differ");
        }
        return new SecretText(text.getBytes(StandardCharsets.UTF_8), name.isEmpty() ? null : name, "the terminal");
    }

    private static String ask(String prompt, boolean echo) {
        String typed = Terminal.ask(prompt, echo);
        if (typed == null) {
            throw new UserError(null, "there is no terminal to ask for the value on", "give it on standard input");
        }
        return typed;
    }

    /** Identifies the value in messages, among several values. */
    public String shown() {
        return (name == null ? "a value" : "'" + name + "'") + " from " + origin;
    }

    /** The encrypted value as YAML. */
    public String encrypted(VaultSecret secret) {
        StringBuilder out = new StringBuilder(name == null ? "" : name + ": ").append("!vault |\n");
        new String(VaultKeys.encrypt(plain, secret), StandardCharsets.US_ASCII)
                .lines()
                .forEach(line -> out.append(INDENT).append(line).append('\n'));
        return out.toString();
    }
}
