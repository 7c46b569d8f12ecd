package io.hitless.template.format;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes links of the URLs and mail addresses in a text, by Jinja2's rules.
 *
 * @param limit the maximum length of a URL's visible text
 * @param attributes the attributes of each link, except of links to mail addresses
 * @param schemes further schemes that are recognized
 */
public record Links(int limit, String attributes, List<String> schemes) {
    private static final Pattern URL = Pattern.compile(
            "(?:(?:https?://|www\\.)(?:(?:[\\w%-]+\\.)+)?(?:[a-z]{2,63}|xn--[\\w%]{2,59})"
                    + "|(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)"
                    + "|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}]))"
                    + "(?::\\d{1,5})?(?:[/?#]\\S*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MAIL = Pattern.compile("\\S+@\\w[\\w.-]*\\.\\w+");
    private static final Pattern WORD = Pattern.compile("\\s+|\\S+");
    private static final Pattern HEAD = Pattern.compile("^(?:[(<]|&lt;)+");
    private static final Pattern TAIL = Pattern.compile("(?:[)>.,\\n]|&gt;)+$");
    private static final List<List<String>> BRACKETS =
            List.of(List.of("(", ")"), List.of("<", ">"), List.of("&lt;", "&gt;"));

    /** Returns the text with links. The text must already be escaped. */
    public String in(String text) {
        return WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(linked(word.group())));
    }

    private String linked(String word) {
        Matcher start = HEAD.matcher(word);
        String head = start.find() ? start.group() : "";
        String middle = word.substring(head.length());
        Matcher end = TAIL.matcher(middle);
        String tail = end.find() ? end.group() : "";
        middle = middle.substring(0, middle.length() - tail.length());
        for (List<String> pair : BRACKETS) {
            int open = count(middle, pair.getFirst());
            int missing = open <= count(middle, pair.getLast()) ? 0 : Math.min(open, count(tail, pair.getLast()));
            for (; missing > 0; missing--) {
                int stop = tail.indexOf(pair.getLast()) + pair.getLast().length();
                middle += tail.substring(0, stop);
                tail = tail.substring(stop);
            }
        }
        return head + link(middle) + tail;
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private String link(String word) {
        if (URL.matcher(word).matches()) {
            boolean whole = word.startsWith("https://") || word.startsWith("http://");
            return link(whole ? word : "https://" + word, attributes, shown(word));
        }
        if (word.startsWith("mailto:") && MAIL.matcher(word.substring(7)).matches()) {
            return link(word, "", word.substring(7));
        }
        if (!word.startsWith("www.")
                && !word.contains(":")
                && MAIL.matcher(word).matches()) {
            return link("mailto:" + word, "", word);
        }
        boolean known = schemes.stream().anyMatch(scheme -> !word.equals(scheme) && word.startsWith(scheme));
        return known ? link(word, attributes, word) : word;
    }

    private static String link(String url, String attributes, String text) {
        return "<a href=\"" + url + "\"" + attributes + ">" + text + "</a>";
    }

    private String shown(String url) {
        return url.length() > limit ? url.substring(0, limit) + "..." : url;
    }
}
