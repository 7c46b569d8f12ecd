package io.hitless.playbook;

import io.hitless.source.NotHere;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kind of value that a keyword takes. A value without template is checked while loading, others when they are used.
 */
@SuppressWarnings("ImmutableEnumChecker") // an immutable list, and predicates without state
public enum Kind {
    BOOL("true or false", value -> ScalarValues.bool(value) != null),
    TEXT("a text", value -> true),
    WHOLE("a whole number", ScalarValues::isInteger),
    NUMBER("a number", value -> matches(ScalarValues.NUMBER, value)),
    /** The value of {@code serial}. A fraction counts as its whole part, if it is no text. */
    BATCH(
            "a number of hosts or a percentage, as 2 or \"25%\"",
            value -> ScalarValues.isInteger(value)
                    || value instanceof Double
                    || value instanceof Boolean
                    || matches(ScalarValues.WHOLE_PERCENTAGE, value)),
    PERCENT(
            "a percentage, as 30",
            value -> matches(ScalarValues.NUMBER, value) || matches(ScalarValues.PERCENTAGE, value)),
    ORDER("inventory", "sorted", "reverse_inventory", "reverse_sorted", "shuffle"),
    STRATEGY("linear", "free", "host_pinned", "debug"),
    BECOME_METHOD(
            List.of("sudo", "su"),
            List.of(
                    "runas",
                    "doas",
                    "dzdo",
                    "ksu",
                    "machinectl",
                    "pbrun",
                    "pfexec",
                    "pmrun",
                    "run0",
                    "sesu",
                    "sudosu")),
    CONNECTION(
            List.of("ssh", "local", "smart", "paramiko", "paramiko_ssh", "libssh"),
            List.of(
                    "winrm",
                    "psrp",
                    "docker",
                    "docker_api",
                    "podman",
                    "buildah",
                    "kubectl",
                    "oc",
                    "lxc",
                    "lxd",
                    "incus",
                    "chroot",
                    "jail",
                    "iocage",
                    "zone",
                    "funcd",
                    "saltstack",
                    "qubes",
                    "nsenter",
                    "httpapi",
                    "netconf",
                    "network_cli",
                    "grpc",
                    "persistent",
                    "libvirt_lxc",
                    "libvirt_qemu",
                    "aws_ssm",
                    "wsl",
                    "machinectl")),
    DEBUGGER("always", "never", "on_failed", "on_unreachable", "on_skipped");

    private final String what;
    private final List<String> words;
    private final List<String> elsewhere;
    private final Predicate<@Nullable Object> fits;

    Kind(String what, Predicate<@Nullable Object> fits) {
        this.what = what;
        this.words = List.of();
        this.elsewhere = List.of();
        this.fits = fits;
    }

    Kind(String... words) {
        this(List.of(words), List.of());
    }

    /** @param elsewhere further names that Ansible or one of its collections supports */
    Kind(List<String> words, List<String> elsewhere) {
        this.what = "one of " + String.join(", ", words);
        this.words = words;
        this.elsewhere = elsewhere;
        // As in Ansible, an empty name of a plugin fails only where the plugin is used: a variable may name another.
        this.fits = value -> this.words.contains(ScalarValues.shortName(String.valueOf(value)))
                || ("".equals(value) && !elsewhere.isEmpty());
    }

    /** The allowed words; empty if any value of the kind is allowed. */
    public List<String> words() {
        return words;
    }

    private static boolean matches(Pattern pattern, @Nullable Object value) {
        return pattern.matcher(String.valueOf(value).strip()).matches();
    }

    /** Whether a value is of this kind. */
    public boolean takes(@Nullable Object value) {
        return !(value instanceof List || value instanceof Map) && fits.test(value);
    }

    /** @throws UserError at {@code place}, if the value is not of this kind */
    public void check(String keyword, @Nullable Object value, Span place) {
        if (!takes(value)) {
            String hint = words.isEmpty() ? null : Suggestion.didYouMean(String.valueOf(value), words);
            String text = "'" + keyword + "' must be " + what;
            throw isElsewhere(value) ? new NotHere(place, text, hint) : new UserError(place, text, hint);
        }
    }

    private boolean isElsewhere(@Nullable Object value) {
        return value instanceof String name
                && !elsewhere.isEmpty()
                && (ScalarValues.shortName(name).contains(".") || elsewhere.contains(ScalarValues.shortName(name)));
    }

    /** Checks a value as written. A template is accepted, because its value is not known yet. */
    public void check(String keyword, Template written) {
        if (!(written instanceof Template.Text || written instanceof Template.Deferred)) {
            check(
                    keyword,
                    written instanceof Template.Constant(Object value, Span _) ? value : List.of(),
                    written.span());
        }
    }
}
