package io.hitless.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Vault passwords, and the choice of the one to encrypt with. */
public final class EncryptionOptions {
    @Mixin
    public VaultOptions passwords = new VaultOptions();

    @Option(
            names = "--encrypt-vault-id",
            paramLabel = "LABEL",
            description = "the password to encrypt with, if there are several")
    public @Nullable String label;
}
