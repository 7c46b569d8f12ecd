package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.Links;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters that write or remove HTML and XML. */
public final class MarkupFilters {
    private static final Pattern TAG = Pattern.compile("(<!--.*?-->|<[^>]*>)", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\\w+));");
    private static final Pattern NO_NAME = Pattern.compile("[\\s/>=]");
    private static final Pattern SCHEME = Pattern.compile("[\\w.+-]{2,}:/{0,2}");

    private static final Map<String, String> ENTITIES = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0", "copy", "\u00a9", "reg",
            "\u00ae");

    private MarkupFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("escape", (v, _) -> escape(Values.text(v)))
                .alias("e", "escape")
                .alias("forceescape", "escape")
                .add("safe", (v, _) -> Values.text(v))
                .add("striptags", (v, _) -> stripped(Values.text(v)))
                .add("xmlattr", (v, a) -> attributes(v, a.flag("autospace", true)), "autospace")
                .add("urlize", MarkupFilters::urlize, "trim_url_limit", "nofollow", "target", "rel", "extra_schemes");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static String stripped(String text) {
        List<String> words = StringMethods.split(TAG.matcher(text).replaceAll(""), null, -1);
        return ENTITY.matcher(String.join(" ", words)).replaceAll(m -> Matcher.quoteReplacement(entity(m)));
    }

    private static String entity(MatchResult m) {
        if (m.group(3) != null) {
            return ENTITIES.getOrDefault(m.group(3), m.group());
        }
        int code = m.group(1) != null ? Integer.parseInt(m.group(1)) : Integer.parseInt(m.group(2), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : "\ufffd";
    }

    private static String attributes(@Nullable Object value, boolean space) {
        String attributes = Coercions.map(value, "xmlattr").entrySet().stream()
                .filter(entry -> Values.defined(entry.getValue()) != null)
                .map(entry -> name(Values.text(entry.getKey())) + "=\"" + escape(Values.text(entry.getValue())) + "\"")
                .collect(Collectors.joining(" "));
        return space && !attributes.isEmpty() ? " " + attributes : attributes;
    }

    private static String name(String name) {
        if (NO_NAME.matcher(name).find()) {
            throw new UserError("no attribute can be named " + Values.repr(name));
        }
        return escape(name);
    }

    private static String urlize(@Nullable Object value, BoundArguments a) {
        TreeSet<String> rel = new TreeSet<>(List.of("noopener"));
        if (a.value("rel", null) != null) {
            rel.addAll(StringMethods.split(a.text("rel"), null, -1));
        }
        if (a.flag("nofollow", false)) {
            rel.add("nofollow");
        }
        List<String> schemes = a.value("extra_schemes", null) == null
                ? List.of()
                : a.list("extra_schemes").stream().map(Values::text).toList();
        for (String scheme : schemes) {
            if (!SCHEME.matcher(scheme).matches()) {
                throw new UserError(Values.repr(scheme) + " is not a URL scheme");
            }
        }
        String target = a.textOrNull("target");
        String attributes = " rel=\"" + escape(String.join(" ", rel)) + "\""
                + (target == null ? "" : " target=\"" + escape(target) + "\"");
        long limit = a.integer("trim_url_limit", 0);
        return new Links(limit > 0 ? (int) limit : Integer.MAX_VALUE, attributes, schemes)
                .in(escape(Values.text(value)));
    }
}
