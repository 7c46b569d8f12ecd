package io.hitless.template.lookups;

import io.hitless.http.HttpClients;
import io.hitless.http.RequestHeader;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.filters.TextFilters;
import io.hitless.template.format.Coercions;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups that query a server, directly or by a program. */
public final class ServiceLookups {
    private ServiceLookups() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add(
                        "url",
                        (terms, a) -> each(terms, term -> url(term, a)),
                        "split_lines",
                        "headers",
                        "username",
                        "password",
                        "timeout",
                        "validate_certs",
                        "follow_redirects",
                        "http_agent",
                        "force",
                        "use_proxy")
                .add(
                        "sops",
                        (terms, a) -> each(terms, term -> List.of(decrypted(term, a))),
                        "rstrip",
                        "input_type",
                        "output_type")
                .add("passwordstore", (terms, a) -> each(terms, term -> List.of(stored(term, a))), "**")
                .add("dig", (terms, a) -> dig(terms, a), "qtype", "flat", "**")
                .add("hashi_vault", (terms, a) -> each(terms, term -> HashiVault.look(term, a)), "**")
                .add("redis", (_, _) -> refused("redis", "ask it with 'redis-cli' by the lookup pipe"), "**")
                .add("etcd3", (_, _) -> refused("etcd3", "ask it with 'etcdctl' by the lookup pipe"), "**")
                .alias("etcd", "etcd3");
    }

    private interface ByTerm {
        List<?> apply(String term);
    }

    private static List<?> each(@Nullable Object terms, ByTerm step) {
        List<@Nullable Object> results = new ArrayList<>();
        Coercions.list(terms).forEach(term -> results.addAll(step.apply(Values.text(term))));
        return results;
    }

    private static List<?> refused(String lookup, String hint) {
        throw new UserError(null, "the lookup '" + lookup + "' needs a Python library, and is not here", hint);
    }

    private static List<?> url(String address, BoundArguments a) {
        HttpRequest.Builder request = WebRequest.to(address, Coercions.real(a.value("timeout", 10L), "timeout"));
        RequestHeader.set(request, "User-Agent", a.text("http_agent", "ansible-httpget"));
        Coercions.map(a.value("headers", Map.of()), "headers")
                .forEach((name, value) -> RequestHeader.set(request, Values.text(name), Values.text(value)));
        if (a.value("username", null) != null) {
            String login = a.text("username") + ":" + a.text("password", "");
            String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            RequestHeader.set(request, "Authorization", "Basic " + encoded);
        }
        if (a.flag("force", false)) {
            RequestHeader.set(request, "Cache-Control", "no-cache");
        }
        WebRequest.Answer answer = WebRequest.send(request.build(), client(a), "cannot read '" + address + "'");
        if (answer.status() >= 300) {
            throw new UserError("'" + address + "' answers with HTTP status " + answer.status());
        }
        return a.flag("split_lines", true) ? StringMethods.splitLines(answer.text(), false) : List.of(answer.text());
    }

    private static HttpClient.Builder client(BoundArguments a) {
        HttpClient.Builder client = a.flag("use_proxy", true) ? HttpClients.usual() : HttpClients.direct();
        return (a.flag("validate_certs", true) ? client : HttpClients.withoutCertificateCheck(client))
                .followRedirects(redirects(a));
    }

    // Ansible also has 'safe', which is 'all' for a lookup: it sends nothing but GET.
    private static HttpClient.Redirect redirects(BoundArguments a) {
        return switch (a.text("follow_redirects", "urllib2").toLowerCase(Locale.ROOT)) {
            case "none", "no", "false" -> HttpClient.Redirect.NEVER;
            default -> HttpClient.Redirect.NORMAL;
        };
    }

    private static String decrypted(String file, BoundArguments a) {
        StringBuilder command = new StringBuilder("sops");
        for (String option : List.of("input_type", "output_type")) {
            if (a.value(option, null) != null) {
                command.append(" --")
                        .append(option.replace('_', '-'))
                        .append(' ')
                        .append(TextFilters.quote(a.text(option)));
            }
        }
        String text = output(command + " -d " + TextFilters.quote(file), a);
        return secret(StringMethods.strip(text, null, false, a.flag("rstrip", true)));
    }

    private static String stored(String term, BoundArguments a) {
        TermOptions options = TermOptions.open(term, a);
        String text = output("pass show " + TextFilters.quote(options.raw()), a);
        if (Values.truthy(options.text("returnall", "").matches("(?i)yes|true|1"))) {
            return secret(StringMethods.strip(text, "\n", false, true));
        }
        List<String> lines = StringMethods.splitLines(text, false);
        String wanted = options.text("subkey", "password");
        if (wanted.equals("password")) {
            return secret(lines.isEmpty() ? "" : lines.getFirst());
        }
        return lines.stream()
                .filter(line -> line.startsWith(wanted + ":"))
                .map(line -> secret(line.substring(wanted.length() + 1).strip()))
                .findFirst()
                .orElse("");
    }

    private static List<?> dig(@Nullable Object terms, BoundArguments a) {
        List<@Nullable Object> names = new ArrayList<>();
        StringBuilder options = new StringBuilder();
        String type = a.text("qtype", "A");
        for (Object term : Coercions.list(terms)) {
            String text = Values.text(term);
            if (text.startsWith("@")) {
                options.append(' ').append(TextFilters.quote(text));
            } else if (text.startsWith("qtype=")) {
                type = text.substring(6);
            } else if (text.indexOf('=') < 0) {
                int slash = text.lastIndexOf('/');
                type = slash > 0 ? text.substring(slash + 1) : type;
                names.add(slash > 0 ? text.substring(0, slash) : text);
            }
        }
        List<String> found = new ArrayList<>();
        for (Object name : names) {
            String question = type.equals("PTR") && Values.text(name).matches("[0-9.:a-f]+")
                    ? "-x " + TextFilters.quote(Values.text(name))
                    : TextFilters.quote(Values.text(name)) + " " + TextFilters.quote(type);
            found.addAll(StringMethods.splitLines(output("dig +short" + options + " " + question, a), false));
        }
        return found.isEmpty() ? List.of("NXDOMAIN") : List.of(String.join(",", found));
    }

    private static String output(String command, BoundArguments a) {
        return ShellCommand.output(command, FileLookups.home(a));
    }

    private static String secret(String text) {
        SecretUse.note(text);
        return text;
    }
}
