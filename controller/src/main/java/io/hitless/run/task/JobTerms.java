package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.playbook.Async;
import io.hitless.playbook.Kind;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code async} and {@code poll} of a task, resolved for a host.
 *
 * @param longest after which the job is killed
 * @param poll seconds between two questions whether it has ended
 * @param patience how long it is waited for
 */
record JobTerms(Duration longest, double poll, Duration patience) {
    private static final BigInteger IDS = BigInteger.TEN.pow(12);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Null where the task runs as any other.
     *
     * @param usualPoll seconds between two questions where the task does not say
     * @param limits that bind the task besides; null is none
     * @throws io.hitless.source.UserError if a value is no whole number
     */
    static @Nullable JobTerms of(@Nullable Async async, double usualPoll, Scope scope, @Nullable Duration... limits) {
        if (async == null) {
            return null;
        }
        double seconds = number("async", async.seconds(), scope, 0);
        if (seconds == 0) {
            return null;
        }
        Duration longest = Duration.ofSeconds(Math.max(1, (long) seconds));
        Duration patience = longest;
        for (Duration limit : limits) {
            patience = limit != null && limit.compareTo(patience) < 0 ? limit : patience;
        }
        double poll = number("poll", async.poll(), scope, usualPoll);
        return new JobTerms(longest, seconds < 0 ? 0 : poll, patience);
    }

    private static double number(String keyword, @Nullable Template written, Scope scope, double otherwise) {
        if (written == null) {
            return otherwise;
        }
        Object value = written.resolve(scope);
        Kind.WHOLE.check(keyword, value, written.span());
        return Double.parseDouble(Values.text(value).strip());
    }

    /** Whether the task ends with its job, and not when that has begun. */
    boolean isAwaited() {
        return poll > 0;
    }

    /** The name of a job. That of a rollout's call follows from the call, so that it is found again. */
    static String id(@Nullable CallContext ticket) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        byte[] digest = ticket == null ? bytes : digest(ticket.run() + " " + ticket.key());
        return "j" + new BigInteger(1, digest).mod(IDS) + "." + (digest[0] & 0xff);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
