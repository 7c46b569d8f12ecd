package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.agent.AgentSession;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.transport.SshConnector;
import io.hitless.transport.SshSettings;
import io.hitless.transport.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines that are this one, each with an agent of its own; rsync is real. */
class SynchronizeTest {
    @TempDir
    private Path directory;

    private ActionFixture run;
    private TwoMachines machines;

    @BeforeEach
    void trees() throws Exception {
        Needed.programs("rsync");
        run = new ActionFixture(directory);
        machines = new TwoMachines();
        run.machines = machines;
        run.file("src/a", "new\n");
        run.file("src/d/b b", "b\n");
        run.file("there/a", "older\n");
    }

    @AfterEach
    void end() {
        machines.close();
    }

    private final class TwoMachines implements Machines, AutoCloseable {
        final SshConnector connector = new SshConnector(SshSettings.standard());
        final AgentSession near = new AgentSession(connector.connect(new Target.Local(null, null)), "/bin/sh", null);
        final AgentSession far = new AgentSession(connector.connect(new Target.Local(null, null)), "/bin/sh", null);
        final List<Target> reached = new ArrayList<>();
        boolean delegated;
        Target own = new Target.Ssh("10.0.0.9", 2222, "deploy", null, List.of(), Map.of(), null, 0);

        TwoMachines() throws Exception {}

        private Machine machine(String name, HostSession session) {
            CallSettings settings =
                    new CallSettings(run.check, true, null, Map.of(), Duration.ofSeconds(60), null, null);
            return new Machine(name, new SessionLink(session), settings, () -> {});
        }

        @Override
        public boolean isDelegated() {
            return delegated;
        }

        @Override
        public Target acting() {
            return new Target.Ssh("10.0.0.1", null, null, null, List.of(), Map.of(), null, 0);
        }

        @Override
        public Target own() {
            return own;
        }

        @Override
        public Machine delegate() {
            return machine("delegate", near);
        }

        @Override
        public Machine bastion() {
            return machine("localhost", near);
        }

        @Override
        public Machine host(Target target) {
            reached.add(target);
            return machine("h", far);
        }

        @Override
        public Machine elsewhere(Target.Ssh target) {
            reached.add(target);
            return machine(target.host(), far);
        }

        @Override
        public void close() {
            near.close();
            far.close();
            connector.close();
        }
    }

    private record SessionLink(HostSession session) implements HostLink {
        @Override
        public Result call(ModuleCall call) throws IOException, InterruptedException {
            return session.call(call);
        }

        @Override
        public void drop() {
            session.close();
        }
    }

    private Result synchronize(String options) throws IOException, InterruptedException {
        return run.run("{synchronize: {" + options.replace("DIR", directory.toString()) + "}}");
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private static Map<String, @Nullable Object> fields(Result result) {
        assertThat(result.isFailed()).as(result.toString()).isFalse();
        return result.fields();
    }

    @Test
    void a_tree_is_pushed_and_a_second_time_nothing_is() throws Exception {
        Result first = synchronize("src: src/, dest: DIR/there");

        assertThat(fields(first))
                .containsEntry("rc", 0L)
                .extractingByKey("cmd")
                .asString()
                .endsWith("/rsync --delay-updates -F --compress --archive --out-format='<<CHANGED>>%i %n%L' "
                        + directory + "/src/ deploy@10.0.0.9:" + directory + "/there");
        assertThat(first.changed()).isTrue();
        assertThat(first.fields().get("stdout_lines"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("<f.s....... a", "<f+++++++++ d/b b");
        assertThat(text("there/a")).isEqualTo("new\n");
        assertThat(text("there/d/b b")).isEqualTo("b\n");
        Result second = synchronize("src: src/, dest: DIR/there");
        assertThat(second.changed()).isFalse();
        assertThat(fields(second)).containsEntry("msg", "").containsEntry("stdout_lines", List.of());
    }

    @Test
    void check_mode_tells_the_same_and_changes_nothing() throws Exception {
        run.check = true;

        Result result = synchronize("src: src/, dest: DIR/there");

        assertThat(fields(result).get("cmd")).asString().contains(" --compress --dry-run --archive ");
        assertThat(result.changed()).isTrue();
        assertThat(text("there/a")).isEqualTo("older\n");
    }

    @Test
    void a_tree_is_pulled_to_a_place_beside_the_playbook() throws Exception {
        assertThat(synchronize("src: DIR/there/, dest: pulled, mode: pull").changed())
                .isTrue();

        assertThat(text("pulled/a")).isEqualTo("older\n");
    }

    @Test
    void options_change_how_the_host_is_reached() throws Exception {
        Result result =
                synchronize("src: src/, dest: DIR/there, dest_port: 99, private_key: /k, set_remote_user: false");

        assertThat(fields(result).get("cmd")).asString().contains(" 10.0.0.9:");
        assertThat(machines.reached)
                .containsExactly(new Target.Ssh("10.0.0.9", 99, null, null, List.of(Path.of("/k")), Map.of(), null, 0));
    }

    @Test
    void a_path_may_name_a_host_of_its_own() throws Exception {
        Result result = synchronize("src: src/, dest: 'me@[fe80::1]:DIR/there'");

        assertThat(fields(result).get("cmd")).asString().contains(" 'me@[fe80::1]:" + directory);
        assertThat(machines.reached)
                .containsExactly(new Target.Ssh("fe80::1", 2222, "me", null, List.of(), Map.of(), null, 0));
        assertThat(text("there/a")).isEqualTo("new\n");
    }

    @Test
    void a_delegate_sends_and_receives() throws Exception {
        machines.delegated = true;

        assertThat(synchronize("src: DIR/src/, dest: 'DIR/the re', delete: true, rsync_opts: [--exclude=d]")
                        .changed())
                .isTrue();
        assertThat(text("the re/a")).isEqualTo("new\n");
        assertThat(synchronize("src: DIR/there/, dest: DIR/got, mode: pull").changed())
                .isTrue();
        assertThat(text("got/a")).isEqualTo("older\n");
    }

    @Test
    void what_rsync_says_at_either_end_is_told() throws Exception {
        assertThat(synchronize("src: nothing/, dest: DIR/there").fields().get("msg"))
                .asString()
                .contains("nothing\" failed: No such file");
        assertThat(synchronize("src: src/, dest: DIR/no/such/place").fields().get("msg"))
                .asString()
                .contains("mkdir \"" + directory + "/no/such/place\" failed");
        assertThat(synchronize("src: src/, dest: DIR/there, rsync_path: /no/rsync")
                        .fields()
                        .get("msg"))
                .asString()
                .contains("/no/rsync: not found");
        assertThat(synchronize("src: src/, dest: DIR/there, rsync_opts: [--no-such]")
                        .fields()
                        .get("msg"))
                .asString()
                .contains("--no-such: unknown option");
        run.variables.put("ansible_rsync_path", "norsync");
        assertThat(synchronize("src: src/, dest: DIR/there").fields().get("msg"))
                .isEqualTo("norsync is not installed on localhost");
        assertThat(text("there/a")).isEqualTo("older\n");
    }

    @Test
    void a_large_file_arrives_whole() throws Exception {
        byte[] data = new byte[20 << 20];
        new Random(7).nextBytes(data);
        Files.write(directory.resolve("there/large"), data);

        assertThat(synchronize("src: DIR/there/large, dest: DIR/back, mode: pull")
                        .changed())
                .isTrue();

        assertThat(Files.readAllBytes(directory.resolve("back"))).isEqualTo(data);
    }
}
