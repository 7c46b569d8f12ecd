package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.playbook.Task;
import io.hitless.run.Playbooks;
import io.hitless.run.step.WrittenNames;
import org.junit.jupiter.api.Test;

class HostChangesTest {
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);
    private static final Become WEB = new Become(Become.Method.SUDO, "web", null, null, null);

    private final HostChanges changes = new HostChanges();

    @Test
    void each_identity_that_acted_is_undone_once_and_the_last_to_come_first() {
        changes.add(task("one"), null, null);
        changes.add(task("two"), ROOT, null);
        changes.add(task("three"), null, null);
        changes.add(task("four"), WEB, null);
        assertThat(changes.identities())
                .extracting(HostChanges.Identity::become)
                .containsExactly(WEB, ROOT, null);
        assertThat(changes.identities())
                .extracting(identity -> WrittenNames.of(identity.task()))
                .containsExactly("four", "two", "one");
    }

    @Test
    void what_was_done_on_other_hosts_is_named_and_none_of_this_one_s() {
        changes.add(task("drain"), ROOT, "lb1");
        assertThat(changes.identities()).isEmpty();
        assertThat(changes.onDelegates()).containsExactly("'drain' acted on lb1");
    }

    private static Task task(String name) {
        return Playbooks.task("{name: " + name + ", ping: }");
    }
}
