package io.hitless.cli.launch;

import io.hitless.playbook.Play;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An ad hoc module as a play: it is written as YAML and read like any playbook, so all rules of playbooks apply.
 *
 * @param args free text, {@code k=v …} or a mapping in YAML or JSON
 * @param async seconds that a job may take; 0: none
 * @param directory stands for the directory of a playbook
 */
public record AdHocPlay(String pattern, String module, String args, int async, int poll, Path directory) {
    /** How often a job is asked for, where nobody says otherwise. */
    public static final int POLL = 15;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");

    /** A module that is no job, from the working directory. */
    public static AdHocPlay of(String pattern, String module, String args) {
        return new AdHocPlay(pattern, module, args, 0, POLL, Path.of(""));
    }

    /** Loads the play. Errors have no position, because the play is in no file. */
    public List<Play> load(CommandContext context) {
        if (!NAME.matcher(module).matches()) {
            throw new UserError("'" + module + "' is not a module name");
        }
        try {
            List<Play> plays = context.loader().load(written(), directory.toAbsolutePath());
            context.loader().findings().refuse(true);
            return plays;
        } catch (UserError e) {
            Problems problems = new Problems();
            e.each().forEach(one -> problems.add(new UserError(null, one.what(), one.hint())));
            throw problems.asError();
        }
    }

    private SourceFile written() {
        String text = args.strip();
        boolean mapping = text.startsWith("{");
        String written = mapping ? text : quoted(args);
        return new SourceFile(
                "exec",
                "- hosts: " + quoted(pattern) + "\n  gather_facts: false\n  tasks:\n    - " + module + ": "
                        + (text.isEmpty() ? "" : written) + "\n"
                        + (async == 0 ? "" : "      async: " + async + "\n      poll: " + poll + "\n"));
    }

    // A double-quoted YAML scalar understands JSON's escapes.
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
