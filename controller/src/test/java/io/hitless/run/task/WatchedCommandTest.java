package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.LiveOutput;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.FakeRun;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings.WatchedOutput;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchedCommandTest {
    /** Runs a task whose command prints a line, and returns the lines that were published. */
    private static List<Event.Output> of(WatchedOutput watched, Mode mode, String task) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.output = watched;
        setup.mode = mode;
        FakeRun run = new FakeRun("a", "- hosts: all\n  gather_facts: false\n  tasks: [" + task + "]\n", setup);
        run.session("a").answering(call -> {
            LiveOutput output = call.output();
            if (output != null) {
                output.printed(LiveOutput.Stream.STDOUT, List.of("line"));
            }
            return Result.ok(true, Map.of());
        });
        run.carryOut();
        return run.events(Event.Output.class);
    }

    private static List<Event.Output> of(WatchedOutput watched, String task) {
        return of(watched, new Mode.Apply(), task);
    }

    @Test
    void lines_of_a_command_are_published_while_it_runs() {
        assertThat(of(WatchedOutput.ALL, "{command: x}")).singleElement().satisfies(output -> {
            assertThat(output.host()).isEqualTo("a");
            assertThat(output.stream()).isEqualTo(Event.Output.Stream.STDOUT);
            assertThat(output.lines()).containsExactly("line");
            assertThat(output.wanted()).isFalse();
        });
    }

    @Test
    void on_a_terminal_they_are_published_for_as_many_hosts_as_have_a_line_there() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.output = WatchedOutput.OF_FEW_HOSTS;
        String hosts = IntStream.rangeClosed(1, 18).mapToObj(i -> "h" + i).collect(Collectors.joining(","));
        FakeRun run = new FakeRun(
                hosts, "- hosts: all\n  gather_facts: false\n  serial: [1, 17]\n  tasks: [shell: x]\n", setup);
        List<String> watched = new CopyOnWriteArrayList<>();
        for (String host : hosts.split(",")) {
            run.session(host).answering(call -> {
                if (call.output() != null) {
                    watched.add(host);
                }
                return Result.ok(true, Map.of());
            });
        }
        run.carryOut();
        assertThat(watched).containsExactly("h1");
    }

    @Test
    void a_playbook_can_ask_for_them() {
        String asking = "{shell: x, vars: {hitless_live: true}}";
        assertThat(of(WatchedOutput.WANTED, asking))
                .singleElement()
                .satisfies(output -> assertThat(output.wanted()).isTrue());
        assertThat(of(WatchedOutput.WANTED, "{shell: x}")).isEmpty();
        assertThat(of(WatchedOutput.WANTED, "{shell: x, vars: {hitless_live: 'no'}}"))
                .isEmpty();
        assertThat(of(WatchedOutput.NONE, asking)).isEmpty();
    }

    @Test
    void nothing_is_published_of_what_is_hidden_or_only_predicted_or_is_no_command() {
        assertThat(of(WatchedOutput.ALL, "{shell: x, no_log: true}")).isEmpty();
        assertThat(of(WatchedOutput.ALL, new Mode.Check(), "{shell: x}")).isEmpty();
        assertThat(of(WatchedOutput.ALL, "{ping: }")).isEmpty();
    }
}
