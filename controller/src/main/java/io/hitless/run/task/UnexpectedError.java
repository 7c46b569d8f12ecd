package io.hitless.run.task;

import io.hitless.run.resume.HistoryExhausted;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Contains unexpected errors during work for a host, such as an exhausted stack or memory, or a bug in hitless. They
 * become a failure of that host and never end a run that has already changed hosts.
 */
public final class UnexpectedError {
    private static final int FRAMES = 4;

    private UnexpectedError() {}

    /** The work for a host. */
    @FunctionalInterface
    public interface Work<R extends @Nullable Object> {
        R get() throws InterruptedException;
    }

    /** @throws UserError for any error of the work */
    public static <R extends @Nullable Object> R contained(Work<R> work) throws InterruptedException {
        try {
            return work.get();
        } catch (UserError | HistoryExhausted e) {
            throw e;
        } catch (ComputeLimits.Interrupted e) {
            throw (InterruptedException)
                    new InterruptedException("interrupted while a template was computed").initCause(e);
        } catch (StackOverflowError _) {
            throw new UserError("this is nested too deeply: something contains or uses itself");
        } catch (OutOfMemoryError _) {
            throw new UserError("this needs more memory than there is");
        } catch (RuntimeException e) {
            throw new UserError(
                    null, "this is a bug in hitless, please report it: " + e + trace(e), "the other hosts continue");
        }
    }

    private static String trace(RuntimeException e) {
        return Arrays.stream(e.getStackTrace())
                .limit(FRAMES)
                .map(frame -> " at " + frame)
                .collect(Collectors.joining());
    }
}
