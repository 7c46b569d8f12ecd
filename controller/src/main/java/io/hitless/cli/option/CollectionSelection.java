package io.hitless.cli.option;

import io.hitless.galaxy.Requirements;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The collections that a command works on. Options for signatures are refused, because hitless verifies none. */
public final class CollectionSelection {
    @Option(
            names = {"-r", "--requirements-file"},
            paramLabel = "FILE",
            description = "the collections of this file")
    private @Nullable Path file;

    @Parameters(
            paramLabel = "COLLECTION",
            description =
                    "NAMESPACE.NAME[:VERSIONS]; to install one, also git+URL[#/DIR][,VERSION], or the path or URL of"
                            + " an archive or directory")
    private List<String> names = List.of();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = {
                "--keyring",
                "--signature",
                "--required-valid-signature-count",
                "--ignore-signature-status-code",
                "--ignore-signature-status-codes"
            },
            paramLabel = "VALUE",
            description = "refused: signatures are not verified, only checksums")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void signatures(String any) {
        throw new UserError("signatures of collections are not verified, only checksums");
    }

    /**
     * The collections that the arguments name, or those of the requirements file.
     *
     * @throws ParameterException if both are given, or neither
     */
    public Requirements requirements() {
        if ((file == null) == names.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "write either collections, or -r and a requirements file");
        }
        return file == null ? Requirements.ofCollections(names) : Requirements.readCollections(file);
    }
}
