package io.hitless.vars;

import io.hitless.template.Template;
import io.hitless.value.SecretUse;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run learns of one host: facts, set facts and registered results, included variables. Safe for many threads.
 */
public final class HostVariables {
    /** In what is kept: whether all facts were gathered, as smart gathering asks. */
    private static final String GATHERED = "_ansible_facts_gathered";

    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> set = new LinkedHashMap<>();
    private final Map<String, Template> included = new LinkedHashMap<>();
    /** What secrets went into what was set, and into facts. */
    private final Map<String, Set<String>> secrets = new HashMap<>();

    private final String host;
    private final VariableRules rules;
    private boolean gathered;
    private @Nullable Map<String, @Nullable Object> factsView;

    /** Of a host of which nothing is kept. */
    public HostVariables() {
        this("", VariableRules.USUAL);
    }

    /** Begins with the facts that earlier runs have kept of the host. */
    HostVariables(String host, VariableRules rules) {
        this.host = host;
        this.rules = rules;
        facts.putAll(rules.facts().load(host));
        gathered = Boolean.TRUE.equals(facts.remove(GATHERED));
    }

    /** As they are now; what is learnt later is learnt apart. */
    synchronized HostVariables copy() {
        HostVariables copy = new HostVariables(host, rules.withoutCache());
        copy.facts.putAll(facts);
        copy.set.putAll(set);
        copy.included.putAll(included);
        copy.secrets.putAll(secrets);
        copy.gathered = gathered;
        return copy;
    }

    /** Facts as modules return them under {@code ansible_facts}; those of the same name are replaced. */
    public synchronized void addFacts(Map<String, ? extends @Nullable Object> more) {
        facts.putAll(more);
        more.keySet().forEach(this::keepSecrets);
        factsView = null;
        keep();
    }

    private void keep() {
        if (!rules.facts().keepsFacts()) {
            return;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(facts);
        if (gathered) {
            all.put(GATHERED, true);
        }
        rules.facts().store(host, all, secrets.keySet().stream().anyMatch(facts::containsKey));
    }

    /** Its facts are known: smart gathering leaves the host out from now on. */
    public synchronized void markGathered() {
        gathered = true;
        keep();
    }

    public synchronized boolean isGathered() {
        return gathered;
    }

    /** Forgets all facts, as {@code meta: clear_facts} does. */
    public synchronized void clearFacts() {
        facts.clear();
        gathered = false;
        factsView = null;
        rules.facts().delete(host);
    }

    synchronized boolean hasFacts() {
        return !facts.isEmpty();
    }

    /** A variable of {@code set_fact}, or a registered result. */
    public synchronized void set(String name, @Nullable Object value) {
        set.put(name, value);
        keepSecrets(name);
    }

    /** Variables that came into the inventory now: the secrets that they were computed from stay hidden in them. */
    public synchronized void markAdded(Set<String> names) {
        names.forEach(this::keepSecrets);
    }

    private void keepSecrets(String name) {
        Set<String> used = Set.copyOf(SecretUse.soFar());
        if (used.isEmpty()) {
            secrets.remove(name);
        } else {
            secrets.put(name, used);
        }
    }

    /** The secrets that went into a variable. */
    synchronized Set<String> secretsIn(String name) {
        return secrets.getOrDefault(name, Set.of());
    }

    /** The variables of {@code include_vars}; those of a file that a host gave only as far as facts could be such. */
    public synchronized void include(Map<String, Template> vars) {
        Map<String, Template> taken = new LinkedHashMap<>(vars);
        taken.entrySet()
                .removeIf(each -> each.getValue().span().file().isForeign() && !Facts.mayBeVariable(each.getKey()));
        VariableMatch.putAll(included, taken, rules.mergesHashes());
    }

    /**
     * {@code ansible_facts}: without their {@code ansible_} before them, but for {@code ansible_local}; as they are
     * now.
     */
    synchronized Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> view = factsView;
        if (view == null) {
            Map<String, @Nullable Object> bare = new LinkedHashMap<>();
            facts.forEach((name, value) -> bare.put(bare(name), value));
            view = Collections.unmodifiableMap(bare);
            factsView = view;
        }
        return view;
    }

    private static String bare(String name) {
        return name.startsWith("ansible_") && !name.equals("ansible_local")
                ? name.substring("ansible_".length())
                : name;
    }

    synchronized boolean isSet(String name) {
        return set.containsKey(name);
    }

    synchronized @Nullable Object valueSet(String name) {
        return set.get(name);
    }

    synchronized @Nullable Template included(String name) {
        return included.get(name);
    }

    synchronized boolean isFact(String name) {
        return facts.containsKey(name) && isVariable(name);
    }

    synchronized @Nullable Object fact(String name) {
        return facts.get(name);
    }

    synchronized Set<String> names() {
        Set<String> names = new HashSet<>(set.keySet());
        names.addAll(included.keySet());
        facts.keySet().stream().filter(this::isVariable).forEach(names::add);
        return names;
    }

    // As in Ansible, what its own scripts say is a variable in any case.
    private boolean isVariable(String fact) {
        return Facts.mayBeVariable(fact) && (rules.injectsFacts() || fact.equals("ansible_local"));
    }
}
