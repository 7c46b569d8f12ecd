package io.hitless.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.module.ModuleCatalog;
import io.hitless.run.FakeRun;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.session.FakeSession;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceInspectionTest {
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<ModuleCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final ManagedServices services = new ManagedServices();
    private final FakeSession session = new FakeSession().answering(this::answer);
    private final HostRun web1 = new HostRun("web1", new HostVariables());
    private final HostRun web2 = new HostRun("web2", new HostVariables());

    @Test
    void the_services_of_each_host_are_reported_with_the_tasks_that_manage_them() throws Exception {
        note("web1", "nginx", null);
        note("web1", "cron", null);
        inspect();
        Event.TaskStarted started = (Event.TaskStarted) events.getFirst();
        assertThat(started.hosts()).containsExactly("web1");
        assertThat(started.task().name()).isEqualTo("what runs");
        Outcome outcome = outcome();
        assertThat(outcome.status()).isEqualTo(Outcome.Status.OK);
        assertThat(outcome.took()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(outcome.result()).containsOnlyKeys("changed", "services");
        assertThat(found("unit")).containsExactly("nginx.service", "cron.service");
        assertThat(found("task")).containsExactly("keep nginx", "keep cron");
        assertThat(found("at")).allSatisfy(at -> assertThat(at).startsWith("site.yml:"));
    }

    @Test
    void each_identity_is_asked_once_and_only_predicts() throws Exception {
        note("web1", "nginx", null);
        note("web1", "cron", ROOT);
        note("web1", "ssh", null);
        inspect();
        assertThat(calls).extracting(ModuleCall::become).containsExactly(null, ROOT);
        assertThat(calls).allMatch(ModuleCall::check);
        assertThat(found("unit")).hasSize(3);
    }

    @Test
    void unreachable_hosts_and_runs_without_services_are_not_asked() throws Exception {
        inspect();
        note("web1", "nginx", null);
        web1.becomeUnreachable(HostState.Failure.between("no"));
        inspect();
        assertThat(events).isEmpty();
    }

    @Test
    void a_service_that_is_missing_in_the_answer_is_left_out() throws Exception {
        note("web1", "nginx", null);
        note("web1", "lost", null);
        inspect();
        assertThat(found("unit")).containsExactly("nginx.service");
    }

    @Test
    void a_host_that_fails_or_is_lost_says_why() throws Exception {
        session.answering(_ -> Result.failed("no systemd"));
        note("web1", "nginx", null);
        inspect();
        assertThat(outcome().status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(outcome().result()).containsEntry("msg", "no systemd");
        events.clear();
        session.losing(new ConnectFailure.Unreachable("no route", null));
        inspect();
        assertThat(outcome().status()).isEqualTo(Outcome.Status.UNREACHABLE);
        assertThat(outcome().result()).containsEntry("msg", "no route");
    }

    private Result answer(ModuleCall call) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        int number = 1;
        for (Object unit : (List<?>) call.args().getOrDefault("services", List.of())) {
            if (!unit.equals("lost.service")) {
                found.put(String.valueOf(number), Map.of("unit", unit));
            }
            number++;
        }
        calls.add(call);
        return Result.ok(false, Map.of("services", found));
    }

    private void note(String host, String name, @Nullable Become become) {
        services.note(
                Playbooks.task("{name: keep " + name + ", service: {name: " + name + "}}"),
                host,
                Map.of("name", name),
                new HostAccess(new Target.Local(null, null), become));
    }

    private void inspect() throws InterruptedException {
        FakeRun run = new FakeRun("web1", "- hosts: all\n  tasks: []\n");
        new ServiceInspection(
                        services,
                        ModuleCatalog.builtIn().internal("service_state"),
                        run.tasks().play(),
                        new SessionPool(_ -> session),
                        events::add)
                .run(List.of(web1, web2), 5);
    }

    private Outcome outcome() {
        return ((Event.TaskEnded) events.getLast()).outcome();
    }

    /** A field of each service that was found. */
    private List<String> found(String field) {
        return ((List<?>) Objects.requireNonNull(outcome().result().get("services")))
                .stream()
                        .map(one -> String.valueOf(((Map<?, ?>) one).get(field)))
                        .toList();
    }
}
