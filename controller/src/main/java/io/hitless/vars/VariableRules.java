package io.hitless.vars;

/**
 * What is configured of variables.
 *
 * @param mergesHashes whether mappings of several sources are laid over each other, and not the highest alone counts
 * @param injectsFacts whether facts are variables of their own, too, and not only in {@code ansible_facts}
 * @param hidesRoles whether the variables of a role are seen by its own tasks only
 * @param facts where facts are kept from run to run
 */
public record VariableRules(boolean mergesHashes, boolean injectsFacts, boolean hidesRoles, FactCache facts) {
    /** Those of a configuration that says nothing. */
    public static final VariableRules USUAL = new VariableRules(false, true, false, FactCache.NONE);

    /** The same, keeping no facts. */
    VariableRules withoutCache() {
        return new VariableRules(mergesHashes, injectsFacts, hidesRoles, FactCache.NONE);
    }
}
