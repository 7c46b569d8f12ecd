package io.hitless.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hosts there are, and with which variables. */
final class InventoryOptions {
    @Option(
            names = {"-i", "--inventory", "--inventory-file"},
            paramLabel = "SOURCE",
            description =
                    "inventory: a YAML or INI file, a directory of them, a script, or hosts with a comma behind each;"
                            + " may be given several times")
    List<String> sources = List.of();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "narrow every play to these hosts; @FILE reads them from a file")
    @Nullable
    String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description = "variables that win over all others: k=v …, YAML or JSON text, or @FILE")
    List<String> extraVars = List.of();

    @Option(
            names = "--vault-password-file",
            paramLabel = "[ID@]FILE",
            description = "file with the vault password, or a program that prints it")
    List<String> vaultPasswordFiles = List.of();

    @Option(
            names = {"-J", "--ask-vault-password", "--ask-vault-pass"},
            description = "ask for the vault password")
    boolean askVaultPassword;
}
