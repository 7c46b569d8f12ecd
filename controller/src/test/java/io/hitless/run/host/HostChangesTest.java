package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostChangesTest {
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);
    private static final Become WEB = new Become(Become.Method.SUDO, "web", null, null, null);

    private final HostChanges trail = new HostChanges();

    @Test
    void each_identity_that_acted_is_undone_once_and_the_last_to_come_first() {
        trail.add(task("one"), null, null);
        trail.add(task("two"), ROOT, null);
        trail.add(task("three"), null, null);
        trail.add(task("four"), WEB, null);
        assertThat(trail.identities()).extracting(HostChanges.Identity::become).containsExactly(WEB, ROOT, null);
        assertThat(trail.identities())
                .extracting(identity -> WrittenNames.of(identity.task()))
                .containsExactly("four", "two", "one");
    }

    @Test
    void what_was_done_on_other_hosts_is_named_and_none_of_this_one_s() {
        trail.add(task("drain"), ROOT, "lb1");
        assertThat(trail.identities()).isEmpty();
        assertThat(trail.elsewhere()).containsExactly("'drain' acted on lb1");
    }

    private static Task task(String name) {
        SourceFile text = new SourceFile("site.yml", "- hosts: all\n  tasks: [{name: " + name + ", ping: }]\n");
        PlaybookLoader loader = new PlaybookLoader(ModuleCatalog.builtIn(), file -> file, List.of(), Map.of(), _ -> {});
        return (Task) loader.load(text, Path.of(".")).getFirst().tasks().getFirst();
    }
}
