package io.hitless.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Shell globs that must match a whole name: {@code *}, {@code ?}, and sets such as {@code [a-f]} and {@code [!0-9]}.
 * They are case-sensitive. Matching takes at most time proportional to the product of both lengths, however many stars
 * there are.
 */
public final class Glob {
    /** @param isRun whether the piece matches any number of characters rather than one */
    private record Piece(boolean isRun, IntPredicate one) {
        static Piece of(IntPredicate one) {
            return new Piece(false, one);
        }
    }

    private final List<Piece> pieces = new ArrayList<>();

    private Glob() {}

    /** Returns a predicate that matches a glob as Python's {@code fnmatch} does. */
    public static Predicate<String> matching(String glob) {
        return of(glob, true)::fits;
    }

    /** Returns a predicate that matches a glob of ssh, in which brackets are ordinary characters. */
    public static Predicate<String> matchingWithoutSets(String glob) {
        return of(glob, false)::fits;
    }

    private static Glob of(String text, boolean sets) {
        Glob glob = new Glob();
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int close = sets && c == '[' ? closing(text, i) : -1;
            if (close > 0) {
                glob.pieces.add(Piece.of(set(text.substring(i + 1, close))));
                i = close + 1;
                continue;
            }
            glob.pieces.add(
                    switch (c) {
                        case '*' -> new Piece(true, _ -> true);
                        case '?' -> Piece.of(_ -> true);
                        default -> Piece.of(given -> given == c);
                    });
            i += Character.charCount(c);
        }
        return glob;
    }

    // A bracket directly after the opening bracket, or after its '!', belongs to the set.
    private static int closing(String glob, int open) {
        int from = open + 1;
        if (glob.startsWith("!", from)) {
            from++;
        }
        return glob.indexOf(']', from + 1);
    }

    private static IntPredicate set(String body) {
        boolean not = body.startsWith("!");
        int[] members = body.substring(not ? 1 : 0).codePoints().toArray();
        return given -> holds(members, given) != not;
    }

    private static boolean holds(int[] members, int given) {
        for (int i = 0; i < members.length; i++) {
            boolean range = i + 2 < members.length && members[i + 1] == '-';
            int last = range ? members[i + 2] : members[i];
            if (members[i] <= given && given <= last) {
                return true;
            }
            i += range ? 2 : 0;
        }
        return false;
    }

    // When a piece does not match, the last star takes one character more.
    private boolean fits(String name) {
        int[] text = name.codePoints().toArray();
        int piece = 0;
        int at = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length) {
            if (isRun(piece)) {
                star = piece++;
                resume = at;
            } else if (piece < pieces.size() && pieces.get(piece).one.test(text[at])) {
                piece++;
                at++;
            } else if (star >= 0) {
                piece = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (isRun(piece)) {
            piece++;
        }
        return piece == pieces.size();
    }

    private boolean isRun(int piece) {
        return piece < pieces.size() && pieces.get(piece).isRun;
    }
}
