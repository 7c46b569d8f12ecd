package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs on a host: calls that outlive their session. */
class HostJobTest extends HostWithState {
    private static final String JOB = "j1.1";
    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_job_outlives_its_session_and_its_result_is_what_the_call_would_have_given(Shells shell) throws Exception {
        LocalShell host = host();
        AgentSession first = session(host, shell);
        ModuleCall work = shell("sleep 1; printf 'one\\ntwo\\n'; echo bad >&2; exit 3", null);
        Result started = first.call(JobProgram.start(work, JOB, LONG));
        assertThat(started.changed()).isTrue();
        assertThat(started.fields())
                .containsEntry("ansible_job_id", JOB)
                .containsEntry("started", true)
                .containsEntry("finished", false);
        assertThat(ask(first).fields()).containsEntry("finished", false);
        host.hangUp();
        first.close();
        Result ended = ended(session(shell));
        assertThat(ended.isFailed()).isTrue();
        assertThat(ended.changed()).isTrue();
        assertThat(ended.fields())
                .containsEntry("finished", true)
                .containsEntry("rc", 3L)
                .containsEntry("stdout", "one\ntwo")
                .containsEntry("stderr", "bad")
                .containsEntry("msg", "non-zero return code");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_job_that_takes_too_long_is_killed_with_all_that_it_started(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path pids = directory.resolve("pids");
        ModuleCall work = shell("sleep 600 & echo $! >" + pids + "; trap : TERM; sleep 601; sleep 602", null);
        session.call(JobProgram.start(work, JOB, Duration.ofSeconds(1)));
        Result ended = ended(session);
        assertThat(ended.isFailed()).isTrue();
        assertThat(String.valueOf(ended.fields().get("msg"))).contains("did not end in the time");
        long pid = Long.parseLong(Files.readString(pids).strip());
        assertThat(ends(pid)).isTrue();
        assertThat(state().resolve("jobs").resolve(JOB).resolve("work")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void one_that_is_given_up_is_killed_at_once(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path pid = directory.resolve("pid");
        session.call(JobProgram.start(shell("echo $$ >" + pid + "; exec sleep 600", null), JOB, LONG));
        while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            Thread.sleep(20);
        }
        Result killed = ask(session, "_kill", true, "_take", true);
        assertThat(killed.isFailed()).isTrue();
        assertThat(ends(Long.parseLong(Files.readString(pid).strip()))).isTrue();
        assertThat(state().resolve("jobs").resolve(JOB)).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_job_that_has_begun_is_not_begun_again(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path count = directory.resolve("count");
        ModuleCall work = shell("echo x >>" + count, null);
        session.call(JobProgram.start(work, JOB, LONG));
        session.call(JobProgram.start(work, JOB, LONG));
        ended(session);
        session.call(JobProgram.start(work, JOB, LONG));
        assertThat(Files.readString(count)).isEqualTo("x\n");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_result_that_was_taken_is_gone_but_for_the_run_that_took_it(Shells shell) throws Exception {
        LocalShell host = host();
        AgentSession session = session(host, shell);
        CallContext ticket = new CallContext(RUN, null, "aaaa.0.1.bbbb");
        session.call(JobProgram.start(shell("echo done", ticket), JOB, LONG));
        while (!Boolean.TRUE.equals(ask(session).fields().get("finished"))) {
            Thread.sleep(50);
        }
        ModuleCall take = status(ticket, "_take", true);
        assertThat(session.call(take).fields()).containsEntry("stdout", "done");
        assertThat(ask(session).isFailed()).isTrue();
        host.hangUp();
        session.close();
        List<RecoveredCall> known = session(shell).recover(RUN, null, Duration.ofSeconds(1));
        assertThat(known).singleElement().satisfies(call -> {
            assertThat(call.replies()).extracting(RecoveredCall.Reply::module).containsExactly("job", "async_status");
            Result kept = call.replies().getLast().result();
            assertThat(kept == null ? Map.of() : kept.fields()).containsEntry("stdout", "done");
        });
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void what_a_job_of_a_rollout_changes_can_be_undone(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path file = Files.writeString(directory.resolve("f"), "before");
        CallContext ticket = new CallContext(RUN, null, "aaaa.0.1.bbbb");
        session.call(JobProgram.start(
                call("lineinfile", ticket, "path", file.toString(), "line", "after", "state", "present"), JOB, LONG));
        assertThat(ended(session).changed()).isTrue();
        assertThat(Files.readString(file)).contains("after");
        undo(session, RUN);
        assertThat(Files.readString(file)).isEqualTo("before");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_job_that_something_else_killed_says_so(Shells shell) throws Exception {
        AgentSession session = session(shell);
        session.call(JobProgram.start(shell("kill -9 0", null), JOB, LONG));
        Result ended = ended(session);
        assertThat(ended.isFailed()).isTrue();
        assertThat(String.valueOf(ended.fields().get("msg"))).contains("ended without a result");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_process_that_has_got_the_number_of_a_job_is_not_taken_for_it(Shells shell) throws Exception {
        AgentSession session = session(shell);
        session.call(JobProgram.start(shell("kill -9 0", null), JOB, LONG));
        ended(session);
        Path process = state().resolve("jobs").resolve(JOB).resolve("process");
        String boot = Files.readString(process).strip().replaceFirst("^[0-9]+", "");
        Process other = new ProcessBuilder("sh", "-c", "sleep 30; :").start();
        try {
            Files.writeString(process, other.pid() + boot + "\n");
            assertThat(ask(session, "_kill", true).fields()).containsEntry("finished", true);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void cleanup_forgets_a_result_and_never_leaves_the_directory_of_jobs(Shells shell) throws Exception {
        AgentSession session = session(shell);
        session.call(JobProgram.start(shell("true", null), JOB, LONG));
        ended(session);
        Path precious = Files.writeString(state().resolve("precious"), "");
        assertThat(ask(session, "jid", "../precious", "mode", "cleanup").isFailed())
                .isTrue();
        assertThat(precious).exists();
        assertThat(ask(session, "mode", "cleanup").fields())
                .containsEntry(
                        "erased",
                        state().resolve("jobs").resolve(JOB).resolve("result").toString())
                .containsEntry("started", false)
                .containsEntry("finished", false);
        assertThat(ask(session).fields()).containsEntry("finished", true).containsKey("msg");
        try (Stream<Path> jobs = Files.list(state().resolve("jobs"))) {
            assertThat(jobs).isEmpty();
        }
    }

    private static Result ended(AgentSession session) throws Exception {
        Result answer = ask(session);
        while (!Boolean.TRUE.equals(answer.fields().get("finished"))) {
            Thread.sleep(100);
            answer = ask(session);
        }
        return answer;
    }

    private static Result ask(AgentSession session, Object... args) throws Exception {
        return session.call(status(null, args));
    }

    private static ModuleCall status(@Nullable CallContext ticket, Object... args) {
        Object[] all = Stream.concat(Stream.of("jid", JOB), Stream.of(args)).toArray();
        return call("async_status", ticket, all);
    }

    private static boolean ends(long pid) throws InterruptedException {
        for (int i = 0; i < 50 && ProcessHandle.of(pid).isPresent(); i++) {
            Thread.sleep(100);
        }
        return ProcessHandle.of(pid).isEmpty();
    }
}
