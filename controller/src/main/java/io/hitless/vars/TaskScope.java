package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.Unknown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one host sees at one task, in Ansible's order of precedence ({@link #find}). A value is resolved when it is
 * asked for, and then kept: what changes during the task, such as the result of a try, wants a new scope. Used by one
 * thread.
 */
public final class TaskScope implements RawScope, SpecialVariables.Views {
    private final RunLayers run;
    private final @Nullable PlayLayers play;
    private final Host host;
    private final HostVariables known;
    private final List<VariableSource> inventory;
    private final InheritedKeywords settings;
    private final @Nullable TaskLocation place;
    private final Map<String, @Nullable Object> extras;
    private final SpecialVariables special;
    private final Map<String, @Nullable Object> resolved = new HashMap<>();
    private final Map<String, Set<String>> secretsIn = new HashMap<>();
    private final Map<String, Template> resolving;
    private @Nullable List<VariableSource> varsFiles;

    /** @param asking the scope through whose {@code hostvars} this one is looked at, or null */
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
        this.inventory =
                run.layers(host, play == null ? run.baseDir() : play.play().playbookDir());
        this.settings = settings;
        this.place = place;
        this.extras = extras;
        this.special = new SpecialVariables(run, play, host, role(), this);
        this.resolving = asking == null ? new LinkedHashMap<>() : asking.resolving;
    }

    /** The same place with further variables above all others: a loop's item, what is known of a failed task. */
    public TaskScope with(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(extras);
        all.putAll(more);
        return new TaskScope(run, play, host, settings, place, all, null);
    }

    public Host host() {
        return host;
    }

    @Override
    public @Nullable Object get(String name) {
        Object value = resolved.get(name);
        if (value != null || resolved.containsKey(name)) {
            SecretUse.note(secretsIn.get(name));
            return value;
        }
        Set<String> secrets = new LinkedHashSet<>();
        value = SecretUse.recording(secrets, () -> find(name, secrets));
        resolved.put(name, value);
        if (!secrets.isEmpty()) {
            secretsIn.put(name, secrets);
        }
        return value;
    }

    private @Nullable Object find(String name, Set<String> secrets) {
        Object found = find(name);
        if (found instanceof Unknown unknown) {
            throw unknown.error();
        }
        secrets.addAll(known.secretsIn(name));
        Object value = found instanceof Template template
                ? resolve(name, template)
                : found == Absent.MISSING ? Undefined.name(name) : found;
        if (Passwords.isPassword(name) || (play != null && play.isPrivate(name))) {
            SecretUse.note(value);
        }
        return value;
    }

    @Override
    public boolean has(String name) {
        return find(name) != Absent.MISSING;
    }

    @Override
    public @Nullable Object raw(String name) {
        return find(name);
    }

    // The order of precedence, highest first.
    private @Nullable Object find(String name) {
        if (extras.containsKey(name)) {
            return extras.get(name);
        }
        Object own = special.get(name);
        if (own != Absent.MISSING) {
            return own;
        }
        Template above = aboveFacts(name);
        if (above != null) {
            return above;
        }
        if (known.isSet(name)) {
            return known.valueSet(name);
        }
        Template ofTask = ofTask(name);
        if (ofTask != null) {
            return ofTask;
        }
        return play == null ? ofHost(name) : ofPlay(play, name);
    }

    private @Nullable Template aboveFacts(String name) {
        Template extra = run.extraVars().get(name);
        if (extra == null) {
            extra = last(settings.includeParams(), name);
        }
        return extra != null ? extra : RoleLookup.params(role(), name);
    }

    private @Nullable Template ofTask(String name) {
        Template found = known.included(name);
        if (found == null) {
            found = last(settings.vars(), name);
        }
        return found != null ? found : RoleLookup.vars(role(), name);
    }

    private @Nullable Object ofPlay(PlayLayers play, String name) {
        Template found = play.roleVars().get(name);
        if (found == null && !play.play().varsFiles().isEmpty()) {
            found = last(varsFiles(play), name);
        }
        if (found != null) {
            return found;
        }
        if (play.answers().containsKey(name)) {
            return play.answers().get(name);
        }
        Template ofPlay = play.play().vars().get(name);
        return ofPlay != null ? ofPlay : ofHost(name);
    }

    private @Nullable Object ofHost(String name) {
        if (name.equals("ansible_facts")) {
            return known.facts();
        }
        if (known.isFact(name)) {
            return known.fact(name);
        }
        for (VariableSource layer : inventory.reversed()) {
            Template found = layer.get(name);
            if (found != null) {
                return found;
            }
        }
        Template found = play == null ? null : RoleLookup.defaults(role(), name);
        if (found == null && play != null) {
            found = play.roleDefaults().get(name);
        }
        return found == null ? Absent.MISSING : found;
    }

    private static @Nullable Template last(List<Map<String, Template>> maps, String name) {
        for (Map<String, Template> map : maps.reversed()) {
            Template found = map.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Object resolve(String name, Template template) {
        if (template instanceof Template.Constant constant) {
            return constant.resolve(this);
        }
        String key = host.name() + "\0" + name;
        if (resolving.containsKey(key)) {
            throw new UserError(template.span(), "a variable refers to itself: " + chain(key));
        }
        resolving.put(key, template);
        try {
            return template.resolve(this);
        } finally {
            resolving.remove(key);
        }
    }

    // Those since the name was first asked for, and the name once more.
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

    private static @Nullable Template last(Iterable<VariableSource> layers, String name) {
        Template found = null;
        for (VariableSource layer : layers) {
            Template one = layer.get(name);
            found = one == null ? found : one;
        }
        return found;
    }

    // A name may hold variables of the files before it: each is resolved with those only.
    private List<VariableSource> varsFiles(PlayLayers play) {
        List<VariableSource> known = varsFiles;
        if (known == null) {
            known = new ArrayList<>();
            for (Template item : play.play().varsFiles()) {
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
                throw new UserError(item.span(), "the name of a file of variables is not known: " + missing.what());
            }
            return null; // perhaps it is, once facts are gathered
        }
        for (Object choice : choices instanceof List<?> list ? list : List.of(String.valueOf(choices))) {
            for (Path dir : searchPath()) {
                for (Path path : List.of(
                        dir.resolve("vars").resolve(String.valueOf(choice)), dir.resolve(String.valueOf(choice)))) {
                    if (Files.isRegularFile(path)) {
                        return run.file(path.normalize());
                    }
                }
            }
        }
        throw new UserError(item.span(), "no such file of variables: " + choices);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(known.names());
        inventory.forEach(layer -> names.addAll(layer.names()));
        names.add("ansible_facts");
        PlayLayers its = play;
        if (its != null) {
            names.addAll(its.roleDefaults().keySet());
            names.addAll(its.play().vars().keySet());
            names.addAll(its.answers().keySet());
            varsFiles(its).forEach(layer -> names.addAll(layer.names()));
            names.addAll(its.roleVars().keySet());
        }
        RoleLookup.names(role(), names);
        settings.vars().forEach(vars -> names.addAll(vars.keySet()));
        settings.includeParams().forEach(vars -> names.addAll(vars.keySet()));
        names.addAll(run.extraVars().keySet());
        names.addAll(special.names());
        names.addAll(extras.keySet());
        return names;
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
        return new HostVarsMap(run.inventory(), other -> new ScopeMap(ofOther(other)));
    }

    @Override
    public Object vars() {
        return new ScopeMap(this);
    }

    @Override
    public @Nullable Object delegated() {
        Template written = settings.get(Keyword.DELEGATE_TO);
        Object name = written == null ? null : written.resolve(this);
        if (name == null || name instanceof Undefined) {
            return null;
        }
        Host other = run.inventory().host(String.valueOf(name));
        return Map.of(
                String.valueOf(name),
                new ScopeMap(ofOther(other == null ? Host.unknown(String.valueOf(name)) : other)));
    }

    /** Another host's variables, looked at from here: outside of any play, as in Ansible. */
    private TaskScope ofOther(Host other) {
        return new TaskScope(run, null, other, InheritedKeywords.NONE, null, Map.of(), this);
    }
}
