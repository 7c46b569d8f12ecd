package io.hitless.cli.vault;

import io.hitless.cli.option.VaultOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.vault.VaultPasswords.Use;
import io.hitless.config.Configuration;
import io.hitless.source.UserError;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The passwords of a {@code hitless vault} command. If the options name none, the command asks for one. */
public record VaultKeys(List<VaultSecret> secrets) {
    public VaultKeys {
        secrets = List.copyOf(secrets);
    }

    /** Passwords of existing files. */
    public static VaultKeys known(VaultOptions options) {
        return of(options, Use.KNOWN);
    }

    /** Passwords for new content. */
    public static VaultKeys fresh(VaultOptions options) {
        return of(options, Use.NEW);
    }

    private static VaultKeys of(VaultOptions options, Use use) {
        List<VaultSecret> given = VaultPasswords.of(options, use);
        return new VaultKeys(given.isEmpty() ? List.of(VaultPasswords.typed(VaultPasswords.usualLabel(), use)) : given);
    }

    /** The new password for rekey: from {@code [LABEL@]SOURCE}, from a file, or typed. */
    public static VaultKeys replacement(@Nullable String source, @Nullable String file) {
        if (source != null) {
            return new VaultKeys(List.of(VaultPasswords.source(source, Use.NEW)));
        }
        return new VaultKeys(List.of(
                file != null
                        ? VaultPasswords.file(file, Use.NEW)
                        : VaultPasswords.typed(VaultPasswords.usualLabel(), Use.NEW)));
    }

    /** A vault that decrypts with these passwords. */
    public Vault vault() {
        return new Vault(secrets, Configuration.current().flag("DEFAULT_VAULT_ID_MATCH"), _ -> {});
    }

    /**
     * The password to encrypt with: the only one, or the one with the label.
     *
     * @throws UserError if no password has the label, or there are several and no label
     */
    public VaultSecret toEncrypt(@Nullable String given) {
        String configured = Configuration.current().text("DEFAULT_VAULT_ENCRYPT_IDENTITY");
        String label = given != null || configured.isEmpty() ? given : configured;
        List<String> labels = secrets.stream().map(VaultSecret::id).toList();
        if (label != null) {
            return secrets.stream()
                    .filter(secret -> secret.id().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new UserError(
                            null,
                            "no vault password has the label '" + label + "' of --encrypt-vault-id",
                            "there are: " + String.join(", ", labels)));
        }
        if (secrets.size() > 1) {
            throw misuse(
                    "there are several vault passwords to encrypt with: " + String.join(", ", labels),
                    "say which with --encrypt-vault-id LABEL");
        }
        return secrets.getFirst();
    }

    /** Encrypts with a password. The header contains the password's label, if it has one. */
    public static byte[] encrypt(byte[] plain, VaultSecret secret) {
        return encrypt(plain, secret, secret.id().equals(VaultSecret.DEFAULT_ID) ? null : secret.id());
    }

    /** Encrypts with a password and a given label. */
    public static byte[] encrypt(byte[] plain, VaultSecret secret, @Nullable String label) {
        String password = secret.password().get();
        String salt = Configuration.current().text("VAULT_ENCRYPT_SALT");
        String sealed = salt.isEmpty()
                ? Vault.encrypt(plain, password, label)
                : Vault.encrypt(plain, password, label, salt.getBytes(StandardCharsets.UTF_8));
        return sealed.getBytes(StandardCharsets.US_ASCII);
    }

    /** An error about options that exclude each other, with ansible-vault's exit code. */
    public static UserError misuse(String what, @Nullable String hint) {
        return new ExitError(new UserError(null, what, hint), ExitCode.MISUSE, List.of());
    }
}
