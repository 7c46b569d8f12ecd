package io.hitless.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Vault passwords, and which of them encrypts. */
public final class EncryptionOptions {
    @Mixin
    public VaultOptions passwords = new VaultOptions();

    @Option(
            names = "--encrypt-vault-id",
            paramLabel = "LABEL",
            description = "the password to encrypt with, if there are several")
    public @Nullable String label;
}
