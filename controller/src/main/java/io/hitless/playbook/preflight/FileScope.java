package io.hitless.playbook.preflight;

import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.load.Templates;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a task's files before it runs: where they are looked for, and how they are decrypted. */
record FileScope(TaskLocation place, Templates templates) implements Scope {
    @Override
    public @Nullable Object get(String name) {
        return Undefined.name(name);
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public List<Path> searchPath() {
        return place.searchPath();
    }

    @Override
    public byte[] plain(String name, byte[] content) {
        return templates.plain(name, content);
    }
}
