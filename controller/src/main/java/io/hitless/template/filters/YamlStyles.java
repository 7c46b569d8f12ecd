package io.hitless.template.filters;

/** The styles in which a text can be written, by libyaml's rules. */
final class YamlStyles {
    private static final String BREAKS = "\n\r\u0085\u2028\u2029";

    boolean bareInBrackets = true;
    boolean bare = true;
    boolean singleQuotes = true;
    boolean block = true;
    boolean severalLines;

    private boolean breakThenSpace;
    private boolean spaceThenBreak;
    private boolean special;
    private boolean bracketMarks;
    private boolean blockMarks;

    YamlStyles(String text, boolean unicode) {
        if (text.isEmpty()) {
            bareInBrackets = false;
            block = false;
            return;
        }
        if (text.startsWith("---") || text.startsWith("...")) {
            bracketMarks = true;
            blockMarks = true;
        }
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            marks(points, i);
            blanks(points, i);
            special |= !isPrintable(points[i]) || (points[i] > 0x7f && !unicode);
            severalLines |= isBreak(points[i]);
        }
        decide(points[0], points[points.length - 1]);
    }

    private void marks(int[] points, int i) {
        int c = points[i];
        boolean blankAfter = i + 1 == points.length || isBlank(points[i + 1]);
        if (i == 0) {
            boolean always = "#,[]{}&*!|>'\"%@`".indexOf(c) >= 0;
            bracketMarks |= always || c == '?' || c == ':' || (c == '-' && blankAfter);
            blockMarks |= always || ((c == '?' || c == ':' || c == '-') && blankAfter);
        } else {
            boolean comment = c == '#' && isBlank(points[i - 1]);
            bracketMarks |= ",?[]{}:".indexOf(c) >= 0 || comment;
            blockMarks |= (c == ':' && blankAfter) || comment;
        }
    }

    private void blanks(int[] points, int i) {
        if (i > 0) {
            breakThenSpace |= points[i] == ' ' && isBreak(points[i - 1]);
            spaceThenBreak |= isBreak(points[i]) && points[i - 1] == ' ';
        }
    }

    private void decide(int first, int last) {
        boolean blankEnds = first == ' ' || isBreak(first) || last == ' ' || isBreak(last);
        boolean awkward = spaceThenBreak || special;
        singleQuotes = !breakThenSpace && !awkward;
        block = last != ' ' && !awkward;
        boolean anyBare = !blankEnds && !breakThenSpace && !awkward && !severalLines;
        bareInBrackets = anyBare && !bracketMarks;
        bare = anyBare && !blockMarks;
    }

    static boolean isBreak(int c) {
        return BREAKS.indexOf(c) >= 0;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }

    /** Whether a character is written unescaped; libyaml escapes those beyond the first 65536. */
    static boolean isPrintable(int c) {
        return c == '\n' || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xfffd && c != 0xfeff && !isSurrogate(c));
    }

    private static boolean isSurrogate(int c) {
        return c >= 0xd800 && c <= 0xdfff;
    }
}
