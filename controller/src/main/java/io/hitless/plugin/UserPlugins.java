package io.hitless.plugin;

import io.hitless.python.PluginKind;
import io.hitless.python.PluginLocations;
import io.hitless.source.NotHere;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.PluginSource;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The filter, test and lookup plugins that users wrote in Python, as builtins of templates. Safe for use by several
 * threads.
 */
public final class UserPlugins implements PluginSource, AutoCloseable {
    private record Key(Kind kind, String name, List<PluginLocations.Place> places) {}

    private final PluginLocations locations;
    private final Supplier<List<Path>> beside;
    private final Supplier<List<String>> collections;
    private final PluginHost host = new PluginHost("plugin_host.py");
    private final Map<Key, Optional<Builtin>> known = new ConcurrentHashMap<>();

    /**
     * @param beside directories that may contain plugins: those of the playbook and of the roles read so far
     * @param collections to search for short names, too
     */
    public UserPlugins(PluginLocations locations, Supplier<List<Path>> beside, Supplier<List<String>> collections) {
        this.locations = locations;
        this.beside = beside;
        this.collections = collections;
    }

    @Override
    public @Nullable Builtin find(Kind kind, String name) {
        List<PluginLocations.Place> places =
                locations.of(PluginKind.valueOf(kind.name()), name, beside.get(), collections.get());
        if (places.isEmpty()) {
            return null;
        }
        Key key = new Key(kind, name, places);
        Optional<Builtin> found = known.get(key);
        if (found == null) {
            found = Optional.ofNullable(search(key));
            known.put(key, found);
        }
        return found.orElse(null);
    }

    private @Nullable Builtin search(Key key) {
        String python = locations.python();
        if (python == null) {
            throw new NotHere(
                    null,
                    what(key) + " may be a plugin in " + key.places.getFirst().directory()
                            + ", which needs Python 3 on this bastion",
                    "install python3");
        }
        Map<?, ?> answer;
        try {
            answer = ask(python, key, request("find", key), PluginHost.Questions.NONE);
        } catch (UserError e) { // another bastion may have what the plugin imports
            throw new NotHere(null, e.what(), e.hint());
        }
        if (!(answer.get("file") instanceof String)) {
            return null;
        }
        Builtin.Body body = key.kind == Kind.LOOKUP
                ? (terms, arguments) -> lookup(python, key, terms, arguments)
                : (subject, arguments) -> call(python, key, subject, arguments);
        return new Builtin(key.name, List.of("*", "**"), Builtin.Takes.DEFINED, body);
    }

    private Map<String, @Nullable Object> request(String operation, Key key) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("op", operation);
        request.put("kind", key.kind.name().toLowerCase(Locale.ROOT));
        request.put("name", key.name.substring(key.name.lastIndexOf('.') + 1));
        List<List<@Nullable String>> places = new ArrayList<>();
        for (PluginLocations.Place place : key.places) {
            List<@Nullable String> pair = new ArrayList<>();
            pair.add(place.directory().toString());
            pair.add(place.importName());
            places.add(pair);
        }
        request.put("places", places);
        request.put(
                "path",
                locations.importPath(beside.get()).stream().map(Path::toString).toList());
        return request;
    }

    private @Nullable Object call(String python, Key key, @Nullable Object subject, BoundArguments arguments) {
        List<@Nullable Object> args = new ArrayList<>();
        args.add(subject);
        args.addAll(arguments.rest());
        return value(python, key, args, arguments);
    }

    private @Nullable Object lookup(String python, Key key, @Nullable Object terms, BoundArguments arguments) {
        Object found = value(python, key, terms, arguments);
        if (found instanceof List<?>) {
            return found;
        }
        throw new UserError(what(key) + " must give a list");
    }

    private @Nullable Object value(String python, Key key, @Nullable Object args, BoundArguments arguments) {
        Map<String, @Nullable Object> request = request("call", key);
        request.put("args", PluginValues.plain(args));
        request.put("kwargs", PluginValues.plain(arguments.extra()));
        Scope scope = arguments.evaluation().scope();
        return ask(python, key, request, question -> answer(question, scope)).get("value");
    }

    private static Map<String, @Nullable Object> answer(Map<?, ?> question, Scope scope) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        if (question.containsKey("names")) {
            answer.put("value", List.copyOf(scope.names()));
            return answer;
        }
        try {
            Object value = scope.get(String.valueOf(question.get("variable")));
            if (!(value instanceof Undefined)) {
                answer.put("value", PluginValues.plain(value));
            }
        } catch (UserError _) {
            answer.clear(); // the plugin sees a missing value
        }
        return answer;
    }

    private Map<?, ?> ask(
            String python, Key key, Map<String, @Nullable Object> request, PluginHost.Questions questions) {
        Map<?, ?> answer;
        try {
            answer = host.ask(python, request, questions);
        } catch (UserError e) {
            throw new UserError(what(key) + ": " + e.what());
        }
        if (answer.get("error") instanceof String error) {
            throw new UserError(what(key) + " (" + answer.get("file") + "): " + error);
        }
        return answer;
    }

    private static String what(Key key) {
        return key.kind.name().toLowerCase(Locale.ROOT) + " '" + key.name + "'";
    }

    @Override
    public void close() {
        host.close();
    }
}
