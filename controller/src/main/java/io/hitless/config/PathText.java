package io.hitless.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands {@code ~} and variables of the environment in the paths of settings. */
final class PathText {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    private PathText() {}

    static String expanded(String written, Map<String, String> environment) {
        String home = environment.get("HOME");
        String text = home != null && (written.equals("~") || written.startsWith("~/"))
                ? home + written.substring(1)
                : written;
        return VARIABLE.matcher(text).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            return Matcher.quoteReplacement(environment.getOrDefault(name, match.group()));
        });
    }
}
