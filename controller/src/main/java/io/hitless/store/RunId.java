package io.hitless.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a run: its start time in UTC, and four random letters or digits to distinguish runs of the same second. */
public record RunId(String text) {
    private static final Pattern FORM = Pattern.compile("\\d{8}-\\d{6}-[a-z0-9]{4}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    public RunId {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a run's id: " + text);
        }
    }

    /** The id of a run that starts now. */
    public static RunId create() {
        return of(Instant.now(), new SecureRandom());
    }

    static RunId of(Instant begin, RandomGenerator random) {
        StringBuilder text = new StringBuilder(TIME.format(begin)).append('-');
        for (int i = 0; i < 4; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new RunId(text.toString());
    }

    /** Whether a text has the form of a run's id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
