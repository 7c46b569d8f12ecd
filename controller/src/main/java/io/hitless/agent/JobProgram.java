package io.hitless.agent;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the program of a job: an agent on the host that executes one call and outlives the session. The program is the
 * one that a session would send, followed by the call.
 */
public final class JobProgram {
    private static final ModuleSpec JOB = ModuleCatalog.builtInInternal("job");
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobProgram() {}

    /**
     * Returns the call that starts another call as a job.
     *
     * @param id the job's id; a job that was started already is not started again
     * @param longest the time limit, after which the job is killed
     */
    public static ModuleCall start(ModuleCall call, String id, Duration longest) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("jid", id);
        args.put("program", text(call, longest));
        if (call.args().get("staged") instanceof String staged) {
            args.put("staged", staged);
        }
        return new ModuleCall(JOB, args, call.check(), false, call.become(), Map.of(), call.limit(), call.ticket());
    }

    static String text(ModuleCall call, Duration longest) {
        StringBuilder out = new StringBuilder(1 << 16);
        byte[] key = new byte[16];
        RANDOM.nextBytes(key);
        out.append("t_key='").append(HexFormat.of().formatHex(key)).append("'\n");
        out.append(AgentProgram.TEXT);
        AgentProgram.parts(call).forEach(part -> out.append(AgentProgram.part(part)));
        out.append(AgentProgram.part("job"));
        CallEncoder.append(out, call.module());
        out.append("t_job_call() {\n");
        CallEncoder.appendJob(out, call);
        out.append("}\nt_job_run ").append(Math.max(1, longest.toSeconds())).append('\n');
        return out.toString();
    }
}
