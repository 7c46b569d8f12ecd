package io.hitless.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault or an oddity in what the operator wrote, found before any host is touched.
 *
 * @param kind what the finding means for the run
 * @param rule the rule that is violated
 */
public record Finding(Kind kind, Rule rule, UserError error) {
    /** What a finding means for the run, the most serious first. */
    public enum Kind {
        /** Fails in Ansible, too, on any hosts: the run is refused. */
        CERTAIN,
        /** Fails, here as in Ansible, if the run reaches it. */
        IF_REACHED,
        /** Fails if the run reaches it, because hitless does not support it; Ansible might. */
        NOT_HERE,
        /** Is valid in Ansible but has no meaning here: it is ignored. */
        NO_MEANING,
        /** Works, but is probably not what was meant. */
        DUBIOUS;

        /** Returns whether a task fails because of the finding in some runs only. */
        public boolean isPossible() {
            return this == IF_REACHED || this == NOT_HERE;
        }
    }

    /** The rules for what operators write. Programs know a rule by its {@link #id}. */
    public enum Rule {
        SYNTAX("the file is YAML, and has the structure of a playbook"),
        KEYWORD("a keyword exists"),
        VALUE("a keyword has a value that it takes"),
        VARIABLE("a variable has a name that can be one"),
        MODULE("a module exists here"),
        ARGUMENT("a module has the arguments that it needs, and takes them"),
        TEMPLATE("a template or expression can be read"),
        NAME("a filter, test or lookup exists here"),
        FILE("a file is there, and can be read"),
        ROLE("a role is there"),
        HANDLER("a handler that is notified is there"),
        UNSUPPORTED("hitless can do it"),
        TARGET("hosts, tags and tasks that are named are there"),
        CONNECTION("a host can be reached as it is written"),
        SECRET("what is encrypted can be decrypted"),
        POLICY("the rollout policy makes sense"),
        ADVICE("what is written is what is meant");

        private final String meaning;

        Rule(String meaning) {
            this.meaning = meaning;
        }

        /** Returns what is true of files that follow the rule. */
        public String meaning() {
            return meaning;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a finding that matters only if the run reaches it. */
    public static Finding reached(Rule rule, UserError error) {
        return new Finding(error instanceof NotHere ? Kind.NOT_HERE : Kind.IF_REACHED, rule, error);
    }

    /** Returns the same finding with another kind. */
    public Finding as(Kind other) {
        return new Finding(other, rule, error);
    }

    public @Nullable Span span() {
        return error.span();
    }

    /** Returns the place, the fault and the hint in one line. */
    public String line() {
        return error.line();
    }
}
