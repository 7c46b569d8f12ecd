package io.hitless.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that was found in what the operator wrote, before a host is touched.
 *
 * @param kind what follows from it
 * @param rule what it offends against
 */
public record Finding(Kind kind, Rule rule, UserError error) {
    /** What follows from a finding, the gravest first. */
    public enum Kind {
        /** Ansible fails at it, too, whatever the hosts are: the run is refused. */
        CERTAIN,
        /** It fails, here as in Ansible, if it is reached. */
        IF_REACHED,
        /** It fails if it is reached, as hitless does not have it; Ansible may. */
        NOT_HERE,
        /** Ansible takes it, and here it has no meaning: it is passed over. */
        NO_MEANING,
        /** It works, and is dubious. */
        DUBIOUS;

        /** Whether a task may fail by it, or not. */
        public boolean isPossible() {
            return this == IF_REACHED || this == NOT_HERE;
        }
    }

    /** What a finding offends against. Programs know it by its {@link #id}. */
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

        /** What holds where there is no finding. */
        public String meaning() {
            return meaning;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One that shows when it is reached. */
    public static Finding reached(Rule rule, UserError error) {
        return new Finding(error instanceof NotHere ? Kind.NOT_HERE : Kind.IF_REACHED, rule, error);
    }

    /** The same as another kind. */
    public Finding as(Kind other) {
        return new Finding(other, rule, error);
    }

    public @Nullable Span span() {
        return error.span();
    }

    /** In one line: place, what it is, hint. */
    public String line() {
        return error.line();
    }
}
