package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.agent.HostSession;
import io.hitless.agent.JobProgram;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.module.ModuleSpec;
import io.hitless.run.action.HostLink;
import io.hitless.run.result.TaskResult;
import io.hitless.transport.ConnectFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a task with {@code async} to its host. It executes the module call as a job on the host. The job
 * outlives the session, so losing the connection is not a failure.
 */
final class HostJob implements HostLink {
    private static final List<String> MARKS =
            List.of("ansible_job_id", "results_file", "started", "finished", "stdout", "stderr");

    /**
     * The host ends a job later than a task that waits for it, which reports a job that took too long as Ansible does.
     */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** The task's own connection to the host. */
    interface Connection extends HostLink {
        /** Lets others use the session until it is needed again. */
        void release();
    }

    private final Connection connection;
    private final ModuleSpec status;
    private final JobTerms terms;
    private final String id;
    private final Consumer<Event.JobReported.State> reports;
    private Map<String, @Nullable Object> marks = Map.of();

    /**
     * @param status the module that queries jobs
     * @param id the id of the job. It is always the same for one call of a run, so a resumed run finds its job
     * @param reports gets the state of the job after each query
     */
    HostJob(
            Connection connection,
            ModuleSpec status,
            JobTerms terms,
            String id,
            Consumer<Event.JobReported.State> reports) {
        this.connection = connection;
        this.status = status;
        this.terms = terms;
        this.id = id;
        this.reports = reports;
    }

    @Override
    public HostSession session() throws IOException, InterruptedException {
        return connection.session();
    }

    @Override
    public void drop() {
        connection.drop();
    }

    @Override
    public boolean startsJobs() {
        return true;
    }

    @Override
    public Result call(ModuleCall wanted) throws IOException, InterruptedException {
        Duration longest = terms.isAwaited() ? terms.longest().plus(GRACE) : terms.longest();
        Result answer = connection.call(JobProgram.start(wanted, id, longest));
        marks = answer.fields();
        if (answer.isFailed() || !terms.isAwaited()) {
            return answer;
        }
        long end = System.nanoTime() + terms.patience().toNanos();
        do {
            connection.release();
            Pauses.seconds(Math.min(terms.poll(), seconds(end - System.nanoTime()) + 0.05));
            answer = asked(wanted, answer);
            if (!isFinished(answer)) {
                reports.accept(Event.JobReported.State.RUNNING);
            }
        } while (!isFinished(answer) && System.nanoTime() < end);
        Result taken =
                connection.call(question(wanted, wanted.ticket(), Map.of("_take", true, "_kill", !isFinished(answer))));
        Result result = isFinished(answer) ? ended(taken) : overdue(answer);
        reports.accept(result.isFailed() ? Event.JobReported.State.FAILED : Event.JobReported.State.OK);
        return result;
    }

    private static double seconds(long nanos) {
        return Math.max(0, nanos / 1e9);
    }

    private static boolean isFinished(Result answer) {
        return Boolean.TRUE.equals(answer.fields().get("finished"));
    }

    private Result ended(Result taken) {
        marks = taken.fields();
        return taken;
    }

    /** Queries the job. Returns {@code before} if the host cannot be reached, since it may be restarting. */
    private Result asked(ModuleCall wanted, Result before) throws InterruptedException {
        try {
            return connection.session().call(question(wanted, null, Map.of()));
        } catch (ConnectFailure _) {
            return before;
        } catch (IOException _) {
            connection.drop();
            return before;
        }
    }

    private ModuleCall question(ModuleCall wanted, @Nullable CallContext ticket, Map<String, Boolean> how) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("jid", id);
        args.put("mode", "status");
        args.put("_take", how.getOrDefault("_take", false));
        args.put("_kill", how.getOrDefault("_kill", false));
        return new ModuleCall(status, args, wanted.check(), false, wanted.become(), Map.of(), wanted.limit(), ticket);
    }

    private Result overdue(Result last) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("async_result", asRegistered(last));
        fields.put(
                "msg",
                "the job did not end within " + terms.patience().toSeconds()
                        + " s, which the task allows, and was killed");
        marks = Map.of();
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    private static Map<String, @Nullable Object> asRegistered(Result answer) {
        Map<String, @Nullable Object> fields =
                new LinkedHashMap<>(TaskResult.of(answer).fields());
        List.of("changed", "failed").forEach(fields::remove);
        return fields;
    }

    /** Adds the job's fields to the result that an action made of the job's reply. */
    Result marked(Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        for (String mark : MARKS) {
            if (marks.containsKey(mark)) {
                fields.putIfAbsent(mark, marks.get(mark));
            }
        }
        return new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings());
    }
}
