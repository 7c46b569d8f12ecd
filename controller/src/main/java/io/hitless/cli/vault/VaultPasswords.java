package io.hitless.cli.vault;

import io.hitless.cli.option.VaultOptions;
import io.hitless.cli.output.Terminal;
import io.hitless.config.Configuration;
import io.hitless.source.HomePath;
import io.hitless.source.UserError;
import io.hitless.vars.VaultSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads vault passwords: from files, from programs that print one, or from the terminal. */
public final class VaultPasswords {
    private static final Set<String> PROMPTS = Set.of("prompt", "prompt_ask_vault_pass");

    /** Whether a typed password decrypts existing content, or is a new one, which must be typed twice. */
    enum Use {
        KNOWN,
        NEW
    }

    private VaultPasswords() {}

    /** The label of a password that is given without a label. */
    static String usualLabel() {
        String label = Configuration.current().text("DEFAULT_VAULT_IDENTITY");
        return label.isEmpty() ? VaultSecret.DEFAULT_ID : label;
    }

    /** Reads all passwords in options and settings, in Ansible's order: those with labels, files, the typed one. */
    public static List<VaultSecret> of(VaultOptions options) {
        return of(options, Use.KNOWN);
    }

    static List<VaultSecret> of(VaultOptions options, Use use) {
        List<VaultSecret> out = new ArrayList<>();
        Configuration config = Configuration.current();
        config.words("DEFAULT_VAULT_IDENTITY_LIST").forEach(source -> out.add(source(source, use)));
        options.ids.forEach(source -> out.add(source(source, use)));
        options.passwordFiles.forEach(source -> out.add(file(source, use)));
        Path configured = config.path("DEFAULT_VAULT_PASSWORD_FILE");
        if (configured != null) {
            out.add(file(configured.toString(), use));
        }
        if (options.ask) {
            out.add(typed(usualLabel(), use));
        }
        return out;
    }

    /** A password for {@code --vault-password-file}. Without a label, it has the default label. */
    static VaultSecret file(String written, Use use) {
        return source(written.indexOf('@') < 0 ? usualLabel() + "@" + written : written, use);
    }

    /** A password for {@code [LABEL@]SOURCE}. */
    static VaultSecret source(String written, Use use) {
        int at = written.indexOf('@');
        String label = at < 0 ? null : written.substring(0, at);
        String source = written.substring(at + 1);
        if (PROMPTS.contains(source)) {
            return typed(Objects.requireNonNullElse(label, usualLabel()), use);
        }
        Path file = HomePath.of(source);
        if (!Files.exists(file)) {
            throw new UserError("no such vault password file: " + file);
        }
        return VaultSecret.ofFile(label, file);
    }

    /** Asks for a password once; it may be used several times. */
    static VaultSecret typed(String label, Use use) {
        String suffix = label.equals(usualLabel()) ? "" : " (" + label + ")";
        String typed = ask((use == Use.NEW ? "New vault" : "Vault") + " password" + suffix);
        if (use == Use.NEW && !typed.equals(ask("Confirm new vault password" + suffix))) {
            throw new UserError("the two passwords differ");
        }
        if (typed.isEmpty()) {
            throw new UserError("the vault password is empty");
        }
        return new VaultSecret(label, () -> typed);
    }

    private static String ask(String prompt) {
        String typed = Terminal.ask(prompt, false);
        if (typed == null) {
            throw new UserError(
                    null,
                    "there is no terminal to ask for the vault password on",
                    "name a file that holds it with --vault-password-file");
        }
        return typed;
    }
}
