package io.hitless.run.step;

import io.hitless.playbook.Step;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import org.jspecify.annotations.Nullable;

/**
 * {@code --start-at-task}: skips all steps, over all plays, before the first one whose name, with or without its role,
 * or action matches.
 */
public final class StartAt {
    private final @Nullable String wanted;
    private boolean reached;

    public StartAt(@Nullable String wanted) {
        this.wanted = wanted;
        this.reached = wanted == null;
    }

    /** Returns a copy for hosts that run at their own pace. */
    public StartAt copy() {
        StartAt copy = new StartAt(wanted);
        copy.reached = reached;
        return copy;
    }

    /** Counts as reached if the copy does. */
    public void join(StartAt copy) {
        reached |= copy.reached;
    }

    public boolean reached(Step step) {
        if (!reached && wanted != null) {
            reached = matches(WrittenNames.of(step)) || matches(WrittenNames.withRole(step));
        }
        return reached;
    }

    public boolean isReached() {
        return reached;
    }

    private boolean matches(String name) {
        if (name.equals(wanted)) {
            return true;
        }
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
        return glob.matches(Path.of(name.replace('/', '\u2215')));
    }
}
