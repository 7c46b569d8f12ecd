package io.hitless.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands that the launcher runs itself, in shell. The controller needs their names for man pages and completion.
 */
final class LauncherCommands {
    private static final List<String> OF_LAB = List.of(
            "up",
            "down",
            "status",
            "start",
            "poweroff",
            "reboot",
            "address",
            "ssh",
            "log",
            "exec",
            "inventory",
            "delay",
            "cut",
            "join",
            "freeze",
            "thaw",
            "fill",
            "unfill",
            "kill-agent",
            "clean",
            "help");

    private LauncherCommands() {}

    static List<CommandSpec> all() {
        CommandSpec lab = CommandSpec.create().name("lab");
        lab.usageMessage()
                .description(
                        "Hosts on this machine to try things on: real systemd, real sshd, raised in seconds. 'hitless"
                                + " lab help' shows more.");
        lab.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .completionCandidates(OF_LAB)
                .description("one of ${COMPLETION-CANDIDATES}, with its arguments")
                .build());
        CommandSpec demo = CommandSpec.create().name("demo");
        demo.usageMessage()
                .description("The main job, start to end, on hosts of this machine: HAProxy from source, then"
                        + " configurations rolled under load.");
        demo.addOption(
                OptionSpec.builder("--keep").description("leave the hosts up").build());
        return List.of(lab, demo);
    }
}
