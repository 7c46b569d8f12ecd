package io.hitless.cli.option;

import io.hitless.report.Warnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that only Ansible's commands have. Most have no effect in hitless. */
public final class AnsibleOptions {
    /** The longest name of each of these options. */
    public static final Set<String> NAMES = Set.of("--sftp-extra-args", "--scp-extra-args", "--flush-cache");

    private final List<String> ignored = new ArrayList<>();

    @Option(names = "--sftp-extra-args", paramLabel = "ARGS", description = "accepted, no effect: sftp is not used")
    void sftpArguments(String arguments) {
        ignored.add("--sftp-extra-args");
    }

    @Option(names = "--scp-extra-args", paramLabel = "ARGS", description = "accepted, no effect: scp is not used")
    void scpArguments(String arguments) {
        ignored.add("--scp-extra-args");
    }

    @Option(names = "--flush-cache", description = "forget the facts of all hosts that fact_caching has kept")
    private boolean flushCache;

    /** Whether to clear the fact cache. */
    public boolean forgetsFacts() {
        return flushCache;
    }

    /** Warns about options that were given and have no effect. */
    public void warn() {
        List<String> names = ignored.stream().distinct().toList();
        if (!names.isEmpty()) {
            Warnings.print("options that have no effect: " + String.join(", ", names));
        }
    }
}
