package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.VariableFilePlaces;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.Unknown;
import io.hitless.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables that one host sees at one task. {@link VariablePrecedence} decides which source of a variable wins. A
 * value is evaluated when it is first read, and then kept: for values that change during the task, such as the result
 * of an attempt, create a new scope. Not thread-safe.
 */
public final class TaskScope implements RawScope, SpecialVariables.Views {
    private final RunLayers run;
    private final @Nullable PlayLayers play;
    private final Host host;
    private final HostVariables known;
    private final InheritedKeywords settings;
    private final @Nullable TaskLocation place;
    private final Map<String, @Nullable Object> extras;
    private final VariablePrecedence precedence;
    private final Map<String, @Nullable Object> resolved = new HashMap<>();
    private final Map<String, @Nullable Object> lazy = new HashMap<>();
    private final Map<String, Set<String>> secretsIn = new HashMap<>();
    private final Map<String, Template> resolving;
    private @Nullable List<VariableSource> varsFiles;
    private @Nullable TaskScope delegate;
    private boolean delegateIsSought;

    /** @param asking the scope whose {@code hostvars} refers to this one, or null */
    TaskScope(
            RunLayers run,
            @Nullable PlayLayers play,
            Host host,
            InheritedKeywords settings,
            @Nullable TaskLocation place,
            Map<String, @Nullable Object> extras,
            @Nullable TaskScope asking) {
        this.run = run;
        this.play = play;
        this.host = host;
        this.known = run.of(host);
        this.settings = settings;
        this.place = place;
        this.extras = extras;
        this.precedence = new VariablePrecedence(
                run,
                play,
                known,
                run.layers(host, play == null ? run.baseDir() : play.play().playbookDir()),
                settings,
                role(),
                extras,
                new SpecialVariables(run, play, host, role(), this),
                this::varsFiles);
        this.resolving = asking == null ? new LinkedHashMap<>() : asking.resolving;
    }

    /** Returns the same scope with more variables above all others: the item of a loop, facts about a failed task. */
    public TaskScope with(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(extras);
        all.putAll(more);
        return new TaskScope(run, play, host, settings, place, all, null);
    }

    Host host() {
        return host;
    }

    @Override
    public @Nullable Object get(String name) {
        return kept(resolved, name, template -> template.resolve(this));
    }

    @Override
    public @Nullable Object lazy(String name) {
        return kept(lazy, name, template -> template.lazy(this));
    }

    private @Nullable Object kept(
            Map<String, @Nullable Object> before, String name, Function<Template, @Nullable Object> resolution) {
        Object value = before.get(name);
        if (value != null || before.containsKey(name)) {
            SecretUse.note(secretsIn.get(name));
            return value;
        }
        Object found = located(name);
        if (isPlain(name, found)) {
            before.put(name, found);
            return found;
        }
        Set<String> secrets = new LinkedHashSet<>(known.secretsIn(name));
        value = SecretUse.recording(secrets, () -> evaluated(name, found, resolution));
        before.put(name, value);
        if (!secrets.isEmpty()) {
            secretsIn.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(secrets);
        }
        return value;
    }

    private @Nullable Object located(String name) {
        Object found = precedence.find(name);
        if (found == Absent.MISSING && place != null && ConnectionVariables.includes(name)) {
            found = ofConnection(name);
        }
        return found == Absent.MISSING ? Undefined.name(name) : found;
    }

    /** Whether a value needs no evaluation and is no secret. Most are; to record what they use would cost most. */
    private boolean isPlain(String name, @Nullable Object found) {
        boolean isValue = !(found instanceof Template) && !(found instanceof Unknown);
        return isValue && known.secretsIn(name).isEmpty() && !isSecret(name);
    }

    private boolean isSecret(String name) {
        return Passwords.isPassword(name) || (play != null && play.isPrivate(name));
    }

    private @Nullable Object evaluated(
            String name, @Nullable Object found, Function<Template, @Nullable Object> resolution) {
        if (found instanceof Unknown unknown) {
            throw unknown.error();
        }
        Object value = found instanceof Template template ? resolve(name, template, resolution) : found;
        if (isSecret(name)) {
            SecretUse.note(value);
        }
        return value;
    }

    // The keyword may refer to the variable that defaults to it, such as remote_user to ansible_user.
    private @Nullable Object ofConnection(String name) {
        String other = ConnectionVariables.otherName(name);
        if (resolving.containsKey(key(name)) || (other != null && resolving.containsKey(key(other)))) {
            return Absent.MISSING;
        }
        if (other != null && precedence.find(other) != Absent.MISSING) {
            return precedence.find(other);
        }
        TaskScope acting = delegate();
        if (acting == null) {
            return ConnectionVariables.get(
                    name, host.name(), settings, run.run().connection());
        }
        Object theirs = acting.kept(acting.resolved, name, template -> template.resolve(acting));
        return theirs instanceof Undefined ? Absent.MISSING : theirs;
    }

    /**
     * Returns the variables of the delegate, or null if there is none, or while {@code delegate_to} is being resolved.
     */
    private @Nullable TaskScope delegate() {
        List<Template> written = settings.nearest(Keyword.DELEGATE_TO);
        if (!written.isEmpty() && !delegateIsSought) {
            delegateIsSought = true;
            boolean found = false;
            try {
                delegate = acting(Omit.innermost(written, this));
                found = true;
            } finally {
                delegateIsSought = found;
            }
        }
        return delegate;
    }

    private @Nullable TaskScope acting(@Nullable Object name) {
        if (name == null || name instanceof Undefined) {
            return null;
        }
        Host known = run.inventory().host(Values.text(name));
        Host acting = known == null ? Host.unknown(Values.text(name)) : known;
        Map<String, @Nullable Object> all = new LinkedHashMap<>(extras);
        all.put("inventory_hostname", host.name());
        return new TaskScope(run, play, acting, settings.without(Keyword.DELEGATE_TO), place, all, this);
    }

    private String key(String name) {
        return host.name() + "\0" + name;
    }

    @Override
    public boolean has(String name) {
        return precedence.find(name) != Absent.MISSING;
    }

    @Override
    public @Nullable Object raw(String name) {
        return precedence.find(name);
    }

    private @Nullable Object resolve(String name, Template template, Function<Template, @Nullable Object> resolution) {
        if (template instanceof Template.Constant constant) {
            return constant.resolve(this);
        }
        String key = key(name);
        if (resolving.containsKey(key)) {
            throw new UserError(template.span(), "a variable refers to itself: " + chain(key));
        }
        resolving.put(key, template);
        try {
            return resolution.apply(template);
        } finally {
            resolving.remove(key);
        }
    }

    // The variables from the first read of the name on, and then the name again.
    private String chain(String key) {
        List<String> names = new ArrayList<>(resolving.keySet());
        names = new ArrayList<>(names.subList(names.indexOf(key), names.size()));
        names.add(key);
        return String.join(" → ", names.stream().map(this::shown).toList());
    }

    private String shown(String key) {
        int cut = key.indexOf('\0');
        String of = key.substring(0, cut);
        String name = key.substring(cut + 1);
        return of.equals(host.name()) ? name : "hostvars['" + of + "']." + name;
    }

    // The name of a file may contain variables of the files before it, so only those are visible to it.
    private List<VariableSource> varsFiles(PlayLayers play) {
        List<VariableSource> known = varsFiles;
        if (known == null) {
            known = new ArrayList<>();
            for (Template item : play.play().variables().files()) {
                VariableSource layer = varsFile(item, List.copyOf(known));
                if (layer != null) {
                    known.add(layer);
                }
            }
            varsFiles = known;
        }
        return known;
    }

    private @Nullable VariableSource varsFile(Template item, List<VariableSource> before) {
        TaskScope without = new TaskScope(run, play, host, settings, place, extras, null);
        without.varsFiles = before;
        Object choices = item.resolve(without);
        if (choices instanceof Undefined missing) {
            if (known.hasFacts()) {
                throw new UserError(item.span(), "the name of a variable file is unknown: " + missing.what());
            }
            return null; // the name may become known when facts are gathered
        }
        for (Object choice : choices instanceof List<?> list ? list : List.of(String.valueOf(choices))) {
            for (Path dir : searchPath()) {
                for (Path path : VariableFilePlaces.of(dir, String.valueOf(choice))) {
                    if (Files.isRegularFile(path)) {
                        return run.file(path);
                    }
                }
            }
        }
        throw new UserError(item.span(), "no such variable file: " + choices);
    }

    @Override
    public Set<String> names() {
        return precedence.names();
    }

    @Override
    public List<Path> searchPath() {
        if (place != null) {
            return place.searchPath();
        }
        return List.of(play == null ? run.baseDir() : play.play().playbookDir());
    }

    @Override
    public List<String> hosts(List<String> patterns) {
        return HostPattern.parse(patterns).select(run.inventory()).hosts().stream()
                .map(Host::name)
                .toList();
    }

    @Override
    public byte[] plain(String name, byte[] content) {
        return run.plain(name, content);
    }

    private @Nullable Role role() {
        return place == null ? null : place.role();
    }

    @Override
    public Object hostvars() {
        return new HostVarsMap(run.inventory(), other -> ScopeMap.ofHost(ofOther(other)));
    }

    @Override
    public Object vars() {
        return ScopeMap.ofTask(this);
    }

    /**
     * Returns the host that the task is delegated to, or null. {@code delegate_to} is resolved once: it may be a random
     * choice.
     */
    public @Nullable String delegateTo() {
        TaskScope acting = delegate();
        return acting == null ? null : acting.host.name();
    }

    @Override
    public @Nullable Object delegated() {
        TaskScope acting = delegate();
        return acting == null ? null : Map.of(acting.host.name(), ScopeMap.ofHost(acting));
    }

    @Override
    public @Nullable Object environment() {
        List<Template> written = settings.environment();
        if (place == null) {
            return Absent.MISSING;
        }
        return written.isEmpty()
                ? List.of()
                : new Template.Sequence(written, written.getFirst().span());
    }

    /** Returns the variables of another host for {@code hostvars}: outside any play, as in Ansible. */
    private TaskScope ofOther(Host other) {
        return new TaskScope(run, null, other, InheritedKeywords.NONE, null, Map.of(), this);
    }
}
