package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.source.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Waits until tasks can run on the host. */
final class WaitForConnection implements Action {
    private final ModuleCatalog modules;

    WaitForConnection(ModuleCatalog modules) {
        this.modules = modules;
    }

    @Override
    public Result run(ActionCall call) throws InterruptedException {
        long started = System.nanoTime();
        long deadline = started + seconds(call, "timeout", 600).toNanos();
        Thread.sleep(seconds(call, "delay", 0));
        while (true) {
            try {
                call.onHost(modules.get("ping", call.task().span()), Map.of());
                return Result.ok(
                        false,
                        Map.of(
                                "elapsed",
                                Duration.ofNanos(System.nanoTime() - started).toSeconds()));
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    return Result.failed("timed out waiting for the host: " + Reason.of(e));
                }
            }
            Thread.sleep(seconds(call, "sleep", 1));
        }
    }

    private static Duration seconds(ActionCall call, String name, long otherwise) {
        return Duration.ofSeconds(call.arg(name) instanceof Number number ? number.longValue() : otherwise);
    }
}
