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
 * A call as a job: an agent of its own on the host, which outlives the session. Its program is what a session would be
 * sent, with the one call in it.
 */
public final class JobProgram {
    private static final ModuleSpec JOB = ModuleCatalog.builtInInternal("job");
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobProgram() {}

    /**
     * The call that starts another as a job.
     *
     * @param id of the job; one that has begun is not begun again
     * @param longest after which it is killed
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
