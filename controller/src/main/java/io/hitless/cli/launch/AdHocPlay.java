package io.hitless.cli.launch;

import io.hitless.playbook.Play;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A play with one ad hoc task. It is written as YAML and read like any playbook, so all rules for playbooks apply.
 *
 * @param args the module's arguments: free text, {@code k=v …}, or a mapping in YAML or JSON
 * @param async the time limit of an asynchronous job in seconds; 0: the task is not asynchronous
 * @param directory used in place of a playbook's directory
 */
public record AdHocPlay(String pattern, String module, String args, int async, int poll, Path directory) {
    /** Seconds between two polls of an asynchronous job, by default. */
    public static final int POLL = 15;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");

    /** A play with a task that is not asynchronous, in the working directory. */
    public static AdHocPlay of(String pattern, String module, String args) {
        return new AdHocPlay(pattern, module, args, 0, POLL, Path.of(""));
    }

    /** Loads the play. Errors in it have no position, because the play is not in a file. */
    public List<Play> load(CommandContext context) {
        return load(context, true);
    }

    /** The same, but as in Ansible what is not here fails on each host. */
    public List<Play> loadForHosts(CommandContext context) {
        List<Play> plays = load(context, false);
        try {
            context.loader().findings().refuse(true);
            return plays;
        } catch (UserError e) {
            String why = e.each().stream().map(UserError::what).collect(Collectors.joining("; "));
            return new AdHocPlay(pattern, "fail", "{msg: !unsafe " + quoted(why) + "}", 0, POLL, directory)
                    .load(context, false);
        }
    }

    private List<Play> load(CommandContext context, boolean strict) {
        if (!NAME.matcher(module).matches()) {
            throw new UserError("'" + module + "' is not a module name");
        }
        try {
            List<Play> plays = context.loader().load(written(), directory.toAbsolutePath());
            context.loader().findings().refuse(strict);
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
