package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.playbook.load.Templates;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.vars.ExtraVars;
import java.util.List;
import java.util.Map;

/** Reads the variables of {@code -e}. In commands with Ansible's names, errors have Ansible's exit codes. */
final class GivenVariables {
    private GivenVariables() {}

    static Map<String, Template> read(InventoryOptions options, Templates templates, boolean merges) {
        try {
            return ExtraVars.parse(options.extraVars, templates, merges, Warnings::print);
        } catch (UserError e) {
            throw options.isAnsibles() ? new ExitError(e, code(e), List.of()) : e;
        }
    }

    private static int code(UserError e) {
        if (e instanceof ExtraVars.NoMapping) {
            return ExitCode.MISUSE;
        }
        // without a position: the file is missing; with one: it is not YAML
        return e.span() == null ? ExitCode.ERROR : ExitCode.UNREADABLE;
    }
}
