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
 * The variables that a run learns about one host: facts, variables of {@code set_fact} and {@code include_vars}, and
 * registered results. Thread-safe.
 */
public final class HostVariables {
    /** Key in the fact cache: whether all facts were gathered. Smart gathering needs this. */
    private static final String GATHERED = "_ansible_facts_gathered";

    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> set = new LinkedHashMap<>();
    private final Map<String, Template> included = new LinkedHashMap<>();
    /** The secrets that were used to compute each variable or fact. */
    private final Map<String, Set<String>> secrets = new HashMap<>();

    private final String host;
    private final VariableRules rules;
    private boolean gathered;
    private @Nullable Map<String, @Nullable Object> factsView;

    /** Creates the variables of a host without cached facts. */
    public HostVariables() {
        this("", VariableRules.USUAL);
    }

    /** Starts with the facts of the host in the fact cache. */
    HostVariables(String host, VariableRules rules) {
        this.host = host;
        this.rules = rules;
        facts.putAll(rules.facts().load(host));
        gathered = Boolean.TRUE.equals(facts.remove(GATHERED));
    }

    /** Returns a copy of the present variables. Later changes of either do not affect the other. */
    synchronized HostVariables copy() {
        HostVariables copy = new HostVariables(host, rules.withoutCache());
        copy.facts.putAll(facts);
        copy.set.putAll(set);
        copy.included.putAll(included);
        copy.secrets.putAll(secrets);
        copy.gathered = gathered;
        return copy;
    }

    /** Adds facts as modules return them under {@code ansible_facts}. Facts of the same name are replaced. */
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

    /** Marks the facts as gathered: smart gathering skips the host from now on. */
    public synchronized void markGathered() {
        gathered = true;
        keep();
    }

    public synchronized boolean isGathered() {
        return gathered;
    }

    /** Removes all facts, as {@code meta: clear_facts} does. */
    public synchronized void clearFacts() {
        facts.clear();
        gathered = false;
        factsView = null;
        rules.facts().delete(host);
    }

    synchronized boolean hasFacts() {
        return !facts.isEmpty();
    }

    /** Sets a variable of {@code set_fact} or a registered result. */
    public synchronized void set(String name, @Nullable Object value) {
        set.put(name, value);
        keepSecrets(name);
    }

    /**
     * Records the secrets that the current computation used for these new inventory variables, so that the secrets stay
     * masked when the variables are used.
     */
    public synchronized void markAdded(Set<String> names) {
        Set<String> used = SecretUse.soFar();
        if (!used.isEmpty()) {
            names.forEach(name -> secrets.merge(name, Set.copyOf(used), HostVariables::union));
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private void keepSecrets(String name) {
        Set<String> used = Set.copyOf(SecretUse.soFar());
        if (used.isEmpty()) {
            secrets.remove(name);
        } else {
            secrets.put(name, used);
        }
    }

    /** Returns the secrets that were used to compute a variable. */
    synchronized Set<String> secretsIn(String name) {
        return secrets.getOrDefault(name, Set.of());
    }

    /**
     * Adds variables of {@code include_vars}. Of a file that came from a host, only names that a fact may have are
     * accepted.
     */
    public synchronized void include(Map<String, Template> vars) {
        Map<String, Template> taken = new LinkedHashMap<>(vars);
        taken.entrySet()
                .removeIf(each -> each.getValue().span().file().isForeign() && !Facts.mayBeVariable(each.getKey()));
        VariableMatch.putAll(included, taken, rules.mergesHashes());
    }

    /**
     * Returns the present value of {@code ansible_facts}: facts without their prefix {@code ansible_}, except
     * {@code ansible_local}.
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

    // As in Ansible, the facts of local scripts are variables in any case.
    private boolean isVariable(String fact) {
        return Facts.mayBeVariable(fact) && (rules.injectsFacts() || fact.equals("ansible_local"));
    }
}
