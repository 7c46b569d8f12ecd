package io.hitless.run.plan;

import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resources that a task touches on its host, according to its arguments.
 *
 * @param paths absolute paths in path options
 * @param written those that it may change
 * @param words paths and names anywhere in its arguments: a command may change them
 */
record TouchedResources(Set<String> paths, Set<String> written, Set<String> words) {
    private static final Set<String> WRITTEN =
            Set.of("dest", "path", "home", "socket", "pidfile", "chdir", "creates", "removes");
    private static final Pattern PATH = Pattern.compile("(?<![\\w./-])/[^\\s'\"`;|&<>(){},:=*?]+");
    private static final Pattern WORD = Pattern.compile("[\\w@][\\w@.+-]+");

    static TouchedResources of(ModuleSpec module, Map<String, @Nullable Object> args) {
        Set<String> paths = new HashSet<>();
        Set<String> written = new HashSet<>();
        Set<String> words = new HashSet<>();
        for (OptionSpec option : module.options()) {
            Object value = args.get(option.name());
            if (value == null) {
                continue;
            }
            if (option.type() == OptionSpec.Type.PATH || option.item() == OptionSpec.Type.PATH) {
                List<String> given = texts(value).stream()
                        .filter(path -> path.startsWith("/"))
                        .map(TouchedResources::plain)
                        .toList();
                paths.addAll(given);
                if (WRITTEN.contains(option.name())) {
                    written.addAll(given);
                }
            }
            texts(value).forEach(text -> collect(text, words));
        }
        return new TouchedResources(paths, written, words);
    }

    private static void collect(String text, Set<String> words) {
        for (Matcher found = PATH.matcher(text); found.find(); ) {
            words.add(plain(found.group()));
        }
        for (Matcher found = WORD.matcher(text); found.find(); ) {
            words.add(found.group());
        }
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Values::text).toList();
            case Map<?, ?> map -> map.values().stream().map(Values::text).toList();
            default -> List.of(Values.text(value));
        };
    }

    private static String plain(String path) {
        String single = path.replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    /** The names of services, packages or accounts: a command that contains such a name may change it. */
    static Set<String> names(Map<String, @Nullable Object> args) {
        Set<String> names = new HashSet<>();
        for (String option : List.of("name", "unit")) {
            Object value = args.get(option);
            if (value != null) {
                names.addAll(texts(value));
            }
        }
        return names;
    }
}
