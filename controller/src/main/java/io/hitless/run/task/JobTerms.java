package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.playbook.Async;
import io.hitless.playbook.Kind;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
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
 * @param longest the time after which the job is killed
 * @param poll seconds between two queries of the job; 0 means that the task does not wait for it
 * @param patience how long to wait for the job
 */
record JobTerms(Duration longest, double poll, Duration patience) {
    private static final BigInteger IDS = BigInteger.TEN.pow(12);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Returns null if the task is not asynchronous.
     *
     * @param usualPoll seconds between two queries if the task does not set {@code poll}
     * @param limits other time limits of the task; null for none
     * @throws io.hitless.source.UserError if a value is not a whole number
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
        if (Omit.is(value)) {
            return otherwise;
        }
        Kind.WHOLE.check(keyword, value, written.span());
        return Double.parseDouble(Values.text(value).strip());
    }

    /** Returns whether the task waits for the end of its job. */
    boolean isAwaited() {
        return poll > 0;
    }

    /**
     * Returns the id of a job. The id of a rollout's job is derived from its call, so that a resumed run can find the
     * job.
     */
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
