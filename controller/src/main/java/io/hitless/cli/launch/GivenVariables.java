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

/** The variables of {@code -e}. Errors in them have Ansible's exit codes where the command has one of its names. */
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
        return e.span() == null ? ExitCode.ERROR : ExitCode.UNREADABLE; // no such file; or one that is no YAML
    }
}
