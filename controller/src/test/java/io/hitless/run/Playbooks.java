package io.hitless.run;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plays, tasks and handlers that tests write as YAML. */
public final class Playbooks {
    private static final ModuleCatalog MODULES = ModuleCatalog.builtIn();

    private Playbooks() {}

    public static PlaybookLoader loader() {
        return PlainLoading.loader(MODULES);
    }

    public static Play play(String yaml) {
        return play(yaml, Path.of("."));
    }

    /** @param directory where its roles and files are */
    public static Play play(String yaml, Path directory) {
        return loader().load(new SourceFile("site.yml", yaml), directory).getFirst();
    }

    /** A play of one task, written as a mapping. */
    public static Play playOf(String task) {
        return play("- hosts: all\n  tasks: [" + task + "]\n");
    }

    public static Task task(String yaml) {
        return (Task) step(yaml);
    }

    public static Step step(String yaml) {
        return playOf(yaml).sections().tasks().getFirst();
    }

    public static ModuleSpec module(String name) {
        return MODULES.get(name, null);
    }

    public static Handler handler(String yaml) {
        return play("- hosts: all\n  tasks: []\n  handlers: [" + yaml + "]\n")
                .sections()
                .handlers()
                .getFirst();
    }

    /** Writes a file of a playbook, and the directories that it is in. */
    public static void write(Path directory, String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
