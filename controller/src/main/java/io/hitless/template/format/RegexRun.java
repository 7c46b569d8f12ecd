package io.hitless.template.format;

import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A search with a regular expression, by one engine or another. */
final class RegexRun {
    private static final long BIG_STACK = 1L << 29;

    private RegexRun() {}

    /** By Java's engine, which follows the pattern step by step and goes back; its stack grows with the text. */
    static List<MatchResult> java(Pattern pattern, WatchedText text, MatchPlace how, long most) {
        Matcher matcher = pattern.matcher(text);
        List<MatchResult> found = new ArrayList<>();
        while (found.size() < most && next(matcher, how)) {
            found.add(matcher.toMatchResult());
            if (how != MatchPlace.ANYWHERE) {
                break;
            }
        }
        return found;
    }

    private static boolean next(Matcher matcher, MatchPlace how) {
        return switch (how) {
            case ANYWHERE -> matcher.find();
            case AT_START -> matcher.lookingAt();
            case WHOLE -> matcher.matches();
        };
    }

    /** By RE2, which follows all ways at once. */
    static List<MatchResult> re2(String pattern, int flags, String text, MatchPlace how, long most) {
        int its = (flags & Pattern.CASE_INSENSITIVE) != 0 ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0;
        its |= (flags & Pattern.MULTILINE) != 0 ? com.google.re2j.Pattern.MULTILINE : 0;
        com.google.re2j.Matcher matcher =
                com.google.re2j.Pattern.compile(pattern, its).matcher(new WatchedText(text, Long.MAX_VALUE));
        List<MatchResult> found = new ArrayList<>();
        while (found.size() < most && next(matcher, how)) {
            found.add(Groups.of(text, matcher));
            if (how != MatchPlace.ANYWHERE) {
                break;
            }
        }
        return found;
    }

    private static boolean next(com.google.re2j.Matcher matcher, MatchPlace how) {
        return switch (how) {
            case ANYWHERE -> matcher.find();
            case AT_START -> matcher.lookingAt();
            case WHOLE -> matcher.matches();
        };
    }

    /** On a thread of its own, whose stack is so big that an ordinary text does not fill it. */
    static List<MatchResult> onBigStack(Supplier<List<MatchResult>> search) {
        CompletableFuture<List<MatchResult>> result = new CompletableFuture<>();
        ComputeLimits.Limit limit = ComputeLimits.limit();
        Runnable work = () -> {
            try {
                result.complete(limit == null ? search.get() : ComputeLimits.within(limit, search::get));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                result.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(null, work, "regular expression", BIG_STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get();
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            ComputeLimits.check();
            throw new IllegalStateException("not interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException its -> throw its;
                case Error its -> throw its;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** What RE2 found. */
    private record Groups(String text, List<Integer> places) implements MatchResult {
        static Groups of(String text, com.google.re2j.Matcher matcher) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i <= matcher.groupCount(); i++) {
                places.add(matcher.start(i));
                places.add(matcher.end(i));
            }
            return new Groups(text, List.copyOf(places));
        }

        @Override
        public int start() {
            return start(0);
        }

        @Override
        public int start(int group) {
            return places.get(2 * group);
        }

        @Override
        public int end() {
            return end(0);
        }

        @Override
        public int end(int group) {
            return places.get(2 * group + 1);
        }

        @Override
        public String group() {
            return text.substring(start(), end());
        }

        @Override
        public @Nullable String group(int group) {
            return start(group) < 0 ? null : text.substring(start(group), end(group));
        }

        @Override
        public int groupCount() {
            return places.size() / 2 - 1;
        }
    }
}
