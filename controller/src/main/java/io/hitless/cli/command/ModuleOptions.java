package io.hitless.cli.command;

import picocli.CommandLine.Option;

/** The options for an ad hoc module: its name and arguments. */
final class ModuleOptions {
    @Option(
            names = {"-m", "--module-name"},
            descriptionKey = "DEFAULT_MODULE_NAME",
            paramLabel = "MODULE",
            defaultValue = "command",
            completionCandidates = DocCommand.Modules.class,
            description = "the module (default: ${DEFAULT-VALUE})")
    String name = "command";

    @Option(
            names = {"-a", "--args"},
            descriptionKey = "DEFAULT_MODULE_ARGS",
            paramLabel = "ARGS",
            defaultValue = "",
            description = "its arguments: free text, k=v … or a mapping in YAML or JSON")
    String args = "";
}
