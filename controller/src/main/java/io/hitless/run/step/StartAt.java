package io.hitless.run.step;

import io.hitless.playbook.Step;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import org.jspecify.annotations.Nullable;

/** {@code --start-at-task}: nothing runs before the first task whose name or action it matches, over all plays. */
public final class StartAt {
    private final @Nullable String wanted;
    private boolean reached;

    public StartAt(@Nullable String wanted) {
        this.wanted = wanted;
        this.reached = wanted == null;
    }

    /** The same for hosts that go a way of their own. */
    public StartAt copy() {
        StartAt copy = new StartAt(wanted);
        copy.reached = reached;
        return copy;
    }

    /** It is reached, too, if a copy of it is. */
    public void join(StartAt copy) {
        reached |= copy.reached;
    }

    public boolean reached(Step step) {
        if (!reached && wanted != null) {
            reached = matches(WrittenNames.of(step));
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
