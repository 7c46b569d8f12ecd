package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for some time, or for the operator. */
final class Pause implements Action {
    @Override
    public Result run(ActionCall call) throws InterruptedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        double asked = number(call.arg("seconds")) + 60 * number(call.arg("minutes"));
        double seconds = Math.max(1, asked); // as in Ansible, at least one second
        long started = System.nanoTime();
        if (call.arg("seconds") != null || call.arg("minutes") != null) {
            Thread.sleep(Duration.ofNanos((long) (seconds * 1e9)));
            fields.put("stdout", "Paused for " + Values.text(seconds) + " seconds");
        } else {
            String prompt = call.text("prompt");
            String answer = call.control()
                    .prompt(
                            prompt == null ? "Press enter to continue" : prompt,
                            !Boolean.FALSE.equals(call.arg("echo")));
            fields.put("user_input", answer == null ? "" : answer);
        }
        fields.put("delta", Duration.ofNanos(System.nanoTime() - started).toSeconds());
        return Result.ok(false, fields);
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    @Override
    public boolean once() {
        return true;
    }
}
