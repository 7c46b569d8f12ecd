package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries a job. The output of a user's module is parsed here, as it is without a job. */
final class AsyncStatus implements Action {
    private static final List<String> MARKS = List.of("ansible_job_id", "results_file", "started", "finished");

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        Result answer = call.onHost(call.task().module(), call.args());
        if (!answer.fields().containsKey("_rc")) {
            return HostArguments.shown(answer);
        }
        Result read = new UserModuleResult("of the job", answer).read(UserModule.output(call, answer));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(read.fields());
        List.of("stdout", "stderr").forEach(name -> fields.putIfAbsent(name, ""));
        MARKS.forEach(mark -> fields.put(mark, answer.fields().get(mark)));
        return new Result(read.status(), read.changed(), fields, read.diffs(), read.warnings());
    }
}
