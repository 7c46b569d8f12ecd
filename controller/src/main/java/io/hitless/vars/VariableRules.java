package io.hitless.vars;

/**
 * The configured rules for variables.
 *
 * @param mergesHashes whether mappings of several sources are merged; otherwise the source with the highest precedence
 *     wins
 * @param injectsFacts whether facts are also variables, and not only in {@code ansible_facts}
 * @param hidesRoles whether only the role's own tasks see the variables of a role
 * @param facts the cache that stores facts from run to run
 */
public record VariableRules(boolean mergesHashes, boolean injectsFacts, boolean hidesRoles, FactCache facts) {
    /** The rules of an empty configuration. */
    public static final VariableRules USUAL = new VariableRules(false, true, false, FactCache.NONE);

    /** Returns the same rules without a fact cache. */
    VariableRules withoutCache() {
        return new VariableRules(mergesHashes, injectsFacts, hidesRoles, FactCache.NONE);
    }
}
