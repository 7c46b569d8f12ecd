package io.hitless.cli.launch;

import io.hitless.source.Decryption;
import io.hitless.source.SourceFile;
import io.hitless.template.Template;
import io.hitless.value.Redactor;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import io.hitless.vars.Passwords;
import io.hitless.vars.Vault;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The secrets that a command knows: secrets among its options, and secrets found in its input files. */
final class RunSecrets {
    private final Redactor redactor = new Redactor();
    private final Set<String> passwordsGiven = new LinkedHashSet<>();

    /** The redactor with the secrets found so far. */
    Redactor redactor() {
        return redactor;
    }

    /** Adds the passwords that {@code -e} sets. */
    void addPasswords(Map<String, Template> extraVars) {
        extraVars.forEach((name, value) -> {
            if (Passwords.isPassword(name) && value instanceof Template.Constant(Object password, var _)) {
                passwordsGiven.add(Values.text(password));
            }
        });
        passwordsGiven.forEach(redactor::add);
    }

    /** Returns an argument with its passwords masked, however short they are. */
    String masked(String word) {
        return Passwords.isIn(word)
                ? SecretUse.recording(new LinkedHashSet<>(passwordsGiven), () -> redactor.redact(word))
                : redactor.redact(word);
    }

    /**
     * Decrypts the files of playbooks. The text of unencrypted files is not secret, so the redactor must not mask it.
     */
    Decryption playbooks(Vault vault) {
        return new Playbooks(vault, redactor);
    }

    private record Playbooks(Vault vault, Redactor redactor) implements Decryption {
        @Override
        public SourceFile decrypt(SourceFile file) {
            SourceFile plain = vault.decrypt(file);
            if (plain == file) {
                redactor.addOrdinary(file.text());
            }
            return plain;
        }

        @Override
        public byte[] decrypt(String name, byte[] content) {
            return vault.decrypt(name, content);
        }
    }
}
