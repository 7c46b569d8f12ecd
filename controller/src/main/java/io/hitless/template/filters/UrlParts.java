package io.hitless.template.filters;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Splits a URL as Python does: any text is accepted. */
final class UrlParts {
    private UrlParts() {}

    static @Nullable Object of(@Nullable Object value, String wanted) {
        if (!(value instanceof String url)) {
            throw new UserError("a URL is a text, not " + Coercions.article(value));
        }
        Map<String, @Nullable Object> parts = parts(url.strip().replaceAll("[\\n\\r\\t]", ""));
        if (wanted.isEmpty()) {
            return parts;
        }
        if (!parts.containsKey(wanted)) {
            throw new UserError(
                    null, "a URL has no part '" + wanted + "'", Suggestion.didYouMean(wanted, parts.keySet()));
        }
        return parts.get(wanted);
    }

    /** The scheme of a URL, or an empty text. */
    static String scheme(String url) {
        int colon = url.indexOf(':');
        boolean fits = colon > 0 && url.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
        return fits ? url.substring(0, colon).toLowerCase(Locale.ROOT) : "";
    }

    private static Map<String, @Nullable Object> parts(String url) {
        String scheme = scheme(url);
        String rest = scheme.isEmpty() ? url : url.substring(scheme.length() + 1);
        String authority = "";
        if (rest.startsWith("//")) {
            int end = 2;
            while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            authority = rest.substring(2, end);
            rest = rest.substring(end);
        }
        if (authority.contains("[") != authority.contains("]")) {
            throw new UserError("a bracket of the address is missing in this URL");
        }
        int fragment = rest.indexOf('#');
        int query =
                fragment < 0 ? rest.indexOf('?') : rest.substring(0, fragment).indexOf('?');
        int pathEnd = query >= 0 ? query : fragment >= 0 ? fragment : rest.length();
        int queryEnd = fragment >= 0 ? fragment : rest.length();

        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : authority.substring(0, at);
        String host = authority.substring(at + 1);
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("fragment", fragment < 0 ? "" : rest.substring(fragment + 1));
        parts.put("hostname", hostname(host));
        parts.put("netloc", authority);
        parts.put("password", user != null && user.contains(":") ? user.substring(user.indexOf(':') + 1) : null);
        parts.put("path", rest.substring(0, pathEnd));
        parts.put("port", port(host));
        parts.put("query", query < 0 ? "" : rest.substring(query + 1, queryEnd));
        parts.put("scheme", scheme);
        parts.put("username", user == null ? null : user.contains(":") ? user.substring(0, user.indexOf(':')) : user);
        return parts;
    }

    private static @Nullable String hostname(String host) {
        int bracket = host.indexOf(']');
        int colon = host.indexOf(':');
        String name = host.startsWith("[") && bracket > 0
                ? host.substring(1, bracket)
                : colon < 0 ? host : host.substring(0, colon);
        return name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long port(String host) {
        String behind = host.substring(host.indexOf(']') + 1);
        int colon = behind.indexOf(':');
        String port = colon < 0 ? "" : behind.substring(colon + 1);
        if (port.isEmpty()) {
            return null;
        }
        if (!port.matches("[0-9]{1,5}") || Long.parseLong(port) > 65_535) {
            throw new UserError("no port is written '" + port + "'");
        }
        return Long.valueOf(port);
    }
}
