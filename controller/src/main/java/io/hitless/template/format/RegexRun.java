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

/** Searches with a regular expression, using one of the engines. */
final class RegexRun {
    private static final long BIG_STACK = 1L << 29;

    private RegexRun() {}

    /** Uses Java's engine, which backtracks. Its stack grows with the text. */
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

    /** Uses RE2, which follows all alternatives at the same time. */
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

    /** Runs a search on its own thread, with a stack that is big enough for ordinary texts. */
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

    /** A match found by RE2. */
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
