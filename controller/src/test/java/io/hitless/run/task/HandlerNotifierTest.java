package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.FakeRun;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.settings.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandlerNotifierTest {
    private static final String PLAY = """
        - hosts: all
          gather_facts: false
          tasks: [{name: one, debug: , changed_when: %s, notify: %s}]
          handlers:
            - {name: first, debug: , listen: [topic]}
            - {name: second, debug: , listen: topic}
        """;

    private static FakeRun run(boolean changes, String notify) {
        FakeRun run = new FakeRun("a", PLAY.formatted(changes, notify));
        run.carryOut();
        return run;
    }

    private static List<String> ran(FakeRun run) {
        return run.ended().stream().skip(1).toList();
    }

    @Test
    void a_change_notifies_a_handler_by_its_name_and_is_reported() {
        FakeRun run = run(true, "second");
        assertThat(ran(run)).containsExactly("a second OK");
        assertThat(run.events(Event.Notified.class))
                .extracting(Event.Notified::handler)
                .containsExactly("second");
    }

    @Test
    void what_changes_nothing_notifies_nobody() {
        assertThat(ran(run(false, "second"))).isEmpty();
    }

    @Test
    void a_topic_notifies_all_that_listen_to_it_once() {
        FakeRun run = run(true, "[topic, first]");
        assertThat(ran(run)).containsExactly("a first OK", "a second OK");
        assertThat(run.events(Event.Notified.class)).hasSize(2);
    }

    @Test
    void names_may_come_from_a_template_as_a_list() {
        assertThat(ran(run(true, "\"{{ ['second'] }}\""))).containsExactly("a second OK");
    }

    @Test
    void a_handler_that_is_not_there_fails_the_host() {
        FakeRun run = run(true, "\"{{ 'secnd' }}\"");
        assertThat(run.host("a").isLost()).isTrue();
        assertThat(run.host("a").counts().failed()).isEqualTo(1);
        assertThat(run.events(Event.Warning.class))
                .singleElement()
                .extracting(Event.Warning::text)
                .isEqualTo("a fails: no handler is called 'secnd' or listens to it; did you mean 'second'?");
    }

    @Test
    void a_name_that_is_undefined_fails_the_host() {
        FakeRun run = new FakeRun("a", PLAY.formatted(true, "'{{ nowhere.x }}'"));
        assertThat(run.carryOut()).isEqualTo(Verdict.FAILED_HOSTS);
    }

    @Test
    void an_inspection_notes_the_services_that_handlers_restart() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.mode = new Mode.Plan("salt", Set.of(), true);
        FakeRun run = new FakeRun("a", """
            - hosts: all
              gather_facts: false
              tasks: [{stat: {path: /x}, notify: [restart, other, elsewhere, looped]}]
              handlers:
                - {name: restart, service: {name: web, state: restarted}}
                - {name: other, service: {name: nope, state: restarted}, when: 1 > 2}
                - {name: elsewhere, service: {name: nope, state: restarted}, delegate_to: b}
                - {name: looped, service: {name: nope, state: restarted}, loop: [1]}
            """, setup);
        run.carryOut();
        assertThat(run.session("a").log).containsSubsequence("stat", "service_state");
        assertThat(run.session("a").calls.getLast().args().values())
                .asString()
                .contains("web.service")
                .doesNotContain("nope.service");
    }

    @Test
    void a_plan_warns_of_handlers_whose_names_are_unknown() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.mode = new Mode.Plan("salt", Set.of());
        FakeRun run = new FakeRun("a", """
            - hosts: all
              gather_facts: false
              tasks:
                - {ping: , register: it}
                - {ping: , notify: "{{ it.name }}"}
            """, setup);
        run.session("a").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(run.host("a").isLost()).isFalse();
        assertThat(run.events(Event.Warning.class))
                .singleElement()
                .extracting(Event.Warning::text)
                .asString()
                .startsWith("a: which handlers it notifies is not known: ");
    }
}
