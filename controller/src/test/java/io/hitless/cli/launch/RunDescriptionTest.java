package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.report.export.RunMetadata;
import io.hitless.store.NewRun;
import io.hitless.vars.ExtraVars;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal and reports say of a run. */
class RunDescriptionTest {
    private final InventoryOptions inventory = new InventoryOptions();
    private final RunSecrets secrets = new RunSecrets();

    @BeforeEach
    void give() {
        inventory.sources = List.of("hosts.yml");
        inventory.extraVars = List.of("ansible_password=secret-word");
        secrets.addPasswords(ExtraVars.parse(inventory.extraVars, PlainLoading.templates(), false, _ -> {}));
    }

    private NewRun run(String kind, boolean check, String... arguments) {
        return new RunDescription(inventory, secrets)
                .newRun(kind, check, List.of("site.yml"), new TagOptions(), null, null, List.of(arguments));
    }

    @Test
    void a_run_has_what_it_was_started_with_but_no_passwords() {
        NewRun run = run("rollout", false, "site.yml", "-e", "ansible_password=secret-word");
        assertThat(run.kind()).isEqualTo("rollout");
        assertThat(run.playbooks()).containsExactly("site.yml");
        assertThat(run.inventories()).containsExactly("hosts.yml");
        assertThat(run.toString()).doesNotContain("secret-word");
    }

    @Test
    void two_runs_are_never_the_same_one() {
        assertThat(run("rollout", false).id())
                .isNotEqualTo(run("rollout", false).id());
    }

    @Test
    void metadata_say_whether_the_run_may_change_hosts() {
        RunDescription description = new RunDescription(inventory, secrets);
        inventory.limit = "web";
        RunMetadata rollout = description.metadata(run("rollout", false));
        assertThat(rollout.check()).isFalse();
        assertThat(rollout.limit()).isEqualTo("web");
        assertThat(rollout.playbooks()).containsExactly("site.yml");
        assertThat(description.metadata(run("rollout", true)).check()).isTrue();
        assertThat(description.metadata(run("drift", false)).check()).isTrue();
    }
}
