package io.hitless.transport;

import io.hitless.source.Problems;
import io.hitless.source.UserError;
import io.hitless.transport.SshConfigFile.Condition;
import io.hitless.transport.SshConfigFile.Criterion;
import io.hitless.transport.SshConfigFile.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ssh configuration of a run. The first value found for a keyword applies, as in ssh: options of the target, then
 * the user's file, then the system's. {@code StrictHostKeyChecking no} is treated as {@code accept-new}: a host may be
 * added, a changed key is always refused.
 */
final class SshConfig {
    private static final List<String> DEFAULT_KEYS =
            List.of("id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk");
    private static final List<String> SEVERAL = List.of("identityfile", "certificatefile");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("%(.?)|\\$\\{([A-Za-z0-9_]+)}");
    private static final Pattern TIME = Pattern.compile("([0-9]+)([smhdw]?)");

    private final SshSettings settings;
    private final List<Setting> fileSettings;

    SshConfig(SshSettings settings, List<Setting> fileSettings) {
        this.settings = settings;
        this.fileSettings = List.copyOf(fileSettings);
    }

    /** @throws UserError listing all bad values in the files */
    static SshConfig read(SshSettings settings) {
        Problems problems = new Problems();
        List<Setting> all = new ArrayList<>();
        settings.configFiles()
                .forEach(file ->
                        all.addAll(SshConfigFile.read(file, settings.user().home(), problems)));
        problems.throwIfAny();
        return new SshConfig(settings, all);
    }

    /** @throws UserError if an option of the target is bad, or the files use something unsupported for this host */
    SshOptions resolve(Target.Ssh target) {
        Search search = new Search(target);
        target.options()
                .forEach((key, value) -> search.take(SshConfigFile.option(key.toLowerCase(Locale.ROOT), value)));
        fileSettings.forEach(setting -> search.consider(setting, false));
        fileSettings.forEach(setting -> search.consider(setting, true));
        return search.options();
    }

    /** The values for one target. */
    private final class Search {
        private final Target.Ssh target;
        private final Map<String, List<String>> found = new LinkedHashMap<>();
        private final IdentityHashMap<Condition, Boolean> decided = new IdentityHashMap<>();

        Search(Target.Ssh target) {
            this.target = target;
        }

        // "Match final" applies in a second pass, when the final host name is known.
        void consider(Setting setting, boolean last) {
            if (last != setting.conditions().stream().anyMatch(Search::isFinal)) {
                return;
            }
            for (Condition condition : setting.conditions()) {
                Boolean known = decided.get(condition);
                boolean holds = known != null ? known : holds(condition);
                decided.put(condition, holds);
                if (!holds) {
                    return;
                }
            }
            take(setting);
        }

        private static boolean isFinal(Condition condition) {
            return condition instanceof Condition.Match(var criteria)
                    && criteria.stream().anyMatch(c -> c.name().equals("final") && !c.negated());
        }

        void take(Setting setting) {
            if (SEVERAL.contains(setting.key())) {
                found.computeIfAbsent(setting.key(), _ -> new ArrayList<>()).addAll(setting.args());
            } else {
                found.putIfAbsent(setting.key(), setting.args());
            }
        }

        private boolean holds(Condition condition) {
            return switch (condition) {
                case Condition.Host(var patterns) -> SshPattern.anyOf(patterns, target.host());
                case Condition.Match(var criteria) -> criteria.stream().allMatch(this::holds);
            };
        }

        private boolean holds(Criterion criterion) {
            if (!SshConfigFile.isKnownCriterion(criterion.name())) {
                throw new UserError(
                        criterion.span(),
                        "'Match " + criterion.name() + "' is not supported",
                        "put the options under Host, or under Match with host, originalhost, user or localuser");
            }
            boolean matches = switch (criterion.name()) {
                case "host" -> SshPattern.anyOf(criterion.patterns(), hostName());
                case "originalhost" -> SshPattern.anyOf(criterion.patterns(), target.host());
                case "user" -> SshPattern.anyOf(criterion.patterns(), user());
                case "localuser" ->
                    SshPattern.anyOf(criterion.patterns(), settings.user().name());
                case "canonical" -> false; // names are never canonicalised
                default -> true;
            };
            return matches != criterion.negated();
        }

        private @Nullable String first(String key) {
            List<String> args = found.get(key);
            return args == null ? null : args.getFirst();
        }

        private String orElse(String key, String otherwise) {
            String value = first(key);
            return value == null ? otherwise : value;
        }

        private boolean flag(String key) {
            String value = orElse(key, "no").toLowerCase(Locale.ROOT);
            return value.equals("yes") || value.equals("true");
        }

        private String hostName() {
            String name = first("hostname");
            return SshNames.host(name == null ? target.host() : fill(name, Map.of("h", target.host())));
        }

        private String user() {
            return SshNames.user(
                    target.user() != null
                            ? target.user()
                            : orElse("user", settings.user().name()));
        }

        private int port() {
            return target.port() != null ? target.port() : Integer.parseInt(orElse("port", "22"));
        }

        SshOptions options() {
            Map<String, String> tokens = tokens();
            return new SshOptions(
                    SshNames.host(target.host()),
                    hostName(),
                    port(),
                    user(),
                    List.of(orElse("preferredauthentications", "publickey,keyboard-interactive,password")
                            .split(",", -1)),
                    new SshOptions.Keys(
                            identityFiles(tokens),
                            paths(found.getOrDefault("certificatefile", List.of()), tokens),
                            flag("identitiesonly"),
                            agent(tokens)),
                    route(tokens),
                    hostKeys(tokens),
                    limits());
        }

        private SshOptions.Route route(Map<String, String> tokens) {
            String command = orElse("proxycommand", "none");
            String jump = orElse("proxyjump", "none");
            // ssh uses the first of the two.
            boolean jumps = !jump.equals("none") && (command.equals("none") || isBefore("proxyjump", "proxycommand"));
            return new SshOptions.Route(
                    jumps ? List.of(jump.split(",", -1)) : List.of(),
                    jumps || command.equals("none") ? null : proxyCommand(command, tokens),
                    orElse("addressfamily", "any").toLowerCase(Locale.ROOT));
        }

        private SshOptions.HostKeys hostKeys(Map<String, String> tokens) {
            String alias = first("hostkeyalias");
            String strict = orElse("stricthostkeychecking", "yes").toLowerCase(Locale.ROOT);
            return new SshOptions.HostKeys(
                    settings.knownHosts().acceptNew()
                            || List.of("accept-new", "no", "off", "false").contains(strict),
                    knownHostsFiles(tokens),
                    alias == null ? null : alias.toLowerCase(Locale.ROOT),
                    flag("hashknownhosts"));
        }

        private SshOptions.Limits limits() {
            return new SshOptions.Limits(
                    timeout(),
                    first("serveraliveinterval") == null
                            ? settings.pace().aliveInterval()
                            : time(orElse("serveraliveinterval", "0")),
                    Integer.parseInt(orElse("serveralivecountmax", "3")),
                    Math.max(target.retries() + 1, Integer.parseInt(orElse("connectionattempts", "1"))));
        }

        // A shell runs it, so the hops of %j are checked like other names.
        private String proxyCommand(String command, Map<String, String> tokens) {
            if (command.contains("%j") && first("proxyjump") != null) {
                List.of(orElse("proxyjump", "").split(",", -1)).forEach(JumpHost::target);
            }
            return fill(command, tokens);
        }

        private boolean isBefore(String one, String other) {
            List<String> order = List.copyOf(found.keySet());
            return order.indexOf(one) < order.indexOf(other);
        }

        private Duration timeout() {
            Duration given = target.connectTimeout();
            String value = orElse("connecttimeout", "none");
            return given != null ? given : value.equals("none") ? DEFAULT_TIMEOUT : time(value);
        }

        private List<Path> identityFiles(Map<String, String> tokens) {
            List<String> named = found.get("identityfile");
            if (named == null) {
                return target.keyFiles().isEmpty()
                        ? DEFAULT_KEYS.stream()
                                .map(settings.user().home().resolve(".ssh")::resolve)
                                .toList()
                        : List.of();
            }
            return paths(named, tokens);
        }

        private @Nullable Path agent(Map<String, String> tokens) {
            String value = orElse("identityagent", "SSH_AUTH_SOCK");
            if (value.equals("none")) {
                return null;
            }
            if (value.equals("SSH_AUTH_SOCK")) {
                value = settings.user().environment().getOrDefault("SSH_AUTH_SOCK", "");
            } else if (value.startsWith("$") && !value.startsWith("${")) {
                value = settings.user().environment().getOrDefault(value.substring(1), "");
            }
            return value.isEmpty() ? null : path(value, tokens);
        }

        private List<Path> knownHostsFiles(Map<String, String> tokens) {
            List<Path> files = new ArrayList<>(paths(
                    found.getOrDefault(
                            "userknownhostsfile", settings.knownHosts().user()),
                    tokens));
            if (files.isEmpty()) {
                // with /dev/null every host would be new each time: no check at all
                files.addAll(paths(settings.knownHosts().user(), tokens));
            }
            files.addAll(paths(
                    found.getOrDefault(
                            "globalknownhostsfile", settings.knownHosts().global()),
                    tokens));
            return files;
        }

        private List<Path> paths(List<String> values, Map<String, String> tokens) {
            return values.stream()
                    .filter(value -> !value.equals("none") && !value.equals("/dev/null"))
                    .map(value -> path(value, tokens))
                    .toList();
        }

        private Path path(String value, Map<String, String> tokens) {
            String filled = fill(value, tokens);
            return filled.startsWith("~/") ? settings.user().home().resolve(filled.substring(2)) : Path.of(filled);
        }

        private Map<String, String> tokens() {
            String alias = SshNames.host(orElse("hostkeyalias", hostName()));
            return Map.of(
                    "h",
                    hostName(),
                    "n",
                    SshNames.host(target.host()),
                    "p",
                    String.valueOf(port()),
                    "r",
                    user(),
                    "u",
                    settings.user().name(),
                    "d",
                    settings.user().home().toString(),
                    "k",
                    alias,
                    "j",
                    orElse("proxyjump", ""));
        }

        private String fill(String value, Map<String, String> tokens) {
            Matcher matcher = TOKEN.matcher(value);
            StringBuilder out = new StringBuilder();
            while (matcher.find()) {
                String variable = matcher.group(2);
                String with = variable != null
                        ? settings.user().environment().get(variable)
                        : matcher.group(1).equals("%") ? "%" : tokens.get(matcher.group(1));
                if (with == null) {
                    throw new UserError("ssh configuration of " + target.host() + ": " + matcher.group()
                            + (variable != null ? " is not set" : " is not supported") + " in '" + value + "'");
                }
                matcher.appendReplacement(out, Matcher.quoteReplacement(with));
            }
            return matcher.appendTail(out).toString();
        }
    }

    private static Duration time(String value) {
        if (value.equals("none")) {
            return Duration.ZERO;
        }
        long seconds = 0;
        Matcher part = TIME.matcher(value.toLowerCase(Locale.ROOT));
        while (part.find()) {
            int unit = Arrays.asList("s", "m", "h", "d", "w").indexOf(part.group(2));
            seconds += Long.parseLong(part.group(1)) * new long[] {1, 60, 3600, 86400, 604800}[Math.max(0, unit)];
        }
        return Duration.ofSeconds(seconds);
    }
}
