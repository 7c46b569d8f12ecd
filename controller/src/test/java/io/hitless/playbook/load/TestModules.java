package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A catalogue for tests: the controller's own actions as they are, and a few modules of hosts with what tests need of
 * them.
 */
public final class TestModules {
    private static final List<String> CONTROLLER = List.of(
            "add_host",
            "assert",
            "debug",
            "fail",
            "group_by",
            "include_vars",
            "meta",
            "pause",
            "set_fact",
            "template",
            "wait_for_connection");

    private static final Map<String, String> HOST = Map.of(
            "command", """
            # free-form: cmd
            # option: cmd      str
            # option: argv     list/str
            # option: chdir    path
            # option: creates  path
            # one-of: cmd argv
            """, "shell", """
            # free-form: cmd
            # option: cmd      str
            # option: creates  path
            """, "file", """
            # option: path     path  required  aliases=dest,name
            # option: state    enum  absent|directory|file|touch
            # option: recurse  bool  default=false
            # option-set: attributes
            """, "copy", """
            # option: src      path
            # option: content  str
            # option: dest     path  required
            # exclusive: src content
            # option-set: attributes
            """, "service", """
            # option: name   str   required
            # option: state  enum  started|stopped|restarted|reloaded
            """, "levelfacts", "", "ping", """
            # option: data  str  default=pong
            """);

    private TestModules() {}

    /** Lays the modules out in an empty directory, and reads them. */
    public static ModuleCatalog in(Path dir) throws IOException {
        Path scripts = Path.of("..", "agent-scripts");
        Path modules = Files.createDirectory(dir.resolve("modules"));
        Files.copy(scripts.resolve("lib.sh"), dir.resolve("lib.sh"));
        for (String name : CONTROLLER) {
            Files.copy(scripts.resolve("modules").resolve(name + ".sh"), modules.resolve(name + ".sh"));
        }
        for (Map.Entry<String, String> module : HOST.entrySet()) {
            String head = "# module: " + module.getKey() + "\n# summary: for tests\n# check: full\n";
            Files.writeString(modules.resolve(module.getKey() + ".sh"), head + module.getValue());
        }
        return ModuleCatalog.in(dir);
    }
}
