package io.hitless.template.lookups;

import io.hitless.http.HttpClients;
import io.hitless.http.RequestHeader;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.filters.DataText;
import io.hitless.template.filters.JsonText;
import io.hitless.template.format.Coercions;
import io.hitless.value.SecretUse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lookup {@code hashi_vault}: secrets of a server of HashiCorp's Vault, or OpenBao, over its HTTP API, by a token
 * or an AppRole. Options stand in the term, in the call, or in the environment.
 */
final class HashiVault {
    private final TermOptions options;

    private HashiVault(TermOptions options) {
        this.options = options;
    }

    static List<?> look(String term, BoundArguments a) {
        return new HashiVault(TermOptions.open(term, a)).read();
    }

    private @Nullable String option(String name, String... environment) {
        String given = options.text(name, "");
        if (!given.isEmpty()) {
            return given;
        }
        for (String variable : environment) {
            String value = System.getenv(variable);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private String needed(String name, String hint, String... environment) {
        String given = option(name, environment);
        if (given == null) {
            throw new UserError(null, "the lookup hashi_vault has no '" + name + "'", hint);
        }
        return given;
    }

    private List<?> read() {
        String written =
                options.raw().isEmpty() ? needed("secret", "write secret=PATH, or secret=PATH:FIELD") : options.raw();
        int colon = written.lastIndexOf(':');
        String path = colon < 0 ? written : written.substring(0, colon);
        Map<?, ?> answer = answer(path, "GET", null, token());
        Object found = unwrapped(answer.get("data"));
        note(found);
        String format = options.text("return_format", options.text("as", "dict"));
        if (format.equals("raw")) {
            return List.of(answer);
        }
        Map<?, ?> data = Coercions.map(found, "hashi_vault");
        if (format.equals("values")) {
            return Collections.unmodifiableList(new ArrayList<@Nullable Object>(data.values()));
        }
        if (colon < 0) {
            return List.of(data);
        }
        String field = written.substring(colon + 1);
        if (!data.containsKey(field)) {
            throw new UserError("the secret '" + path + "' has no field '" + field + "'");
        }
        return Collections.singletonList(data.get(field));
    }

    /** The second engine of secrets wraps their data together with metadata, which is not secret. */
    private static @Nullable Object unwrapped(@Nullable Object data) {
        return data instanceof Map<?, ?> map
                        && map.get("data") instanceof Map<?, ?> inner
                        && map.containsKey("metadata")
                ? inner
                : data;
    }

    private static void note(@Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(HashiVault::note);
            case List<?> list -> list.forEach(HashiVault::note);
            case null, default -> SecretUse.note(value);
        }
    }

    private String token() {
        String method = option("auth_method", "ANSIBLE_HASHI_VAULT_AUTH_METHOD");
        String token = switch (method == null ? "token" : method) {
            case "token" -> ownToken();
            case "approle" -> login();
            case "none" -> "";
            case String other ->
                throw new UserError(
                        null,
                        "the lookup hashi_vault cannot log in by '" + other + "'",
                        "auth_method is token, approle or none");
        };
        String bare = token.strip(); // a variable often ends in a newline
        SecretUse.note(bare);
        return bare;
    }

    private String ownToken() {
        String token = option("token", "ANSIBLE_HASHI_VAULT_TOKEN", "VAULT_TOKEN");
        if (token != null) {
            return token;
        }
        Path file = Path.of(
                options.text("token_path", System.getProperty("user.home")),
                options.text("token_file", ".vault-token"));
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            throw new UserError(
                    null,
                    "the lookup hashi_vault has no token",
                    "set VAULT_TOKEN, write it into ~/.vault-token, or give token=");
        }
    }

    private String login() {
        Map<String, String> who = new LinkedHashMap<>();
        who.put(
                "role_id",
                needed(
                        "role_id",
                        "set VAULT_ROLE_ID, or give role_id=",
                        "ANSIBLE_HASHI_VAULT_ROLE_ID",
                        "VAULT_ROLE_ID"));
        String secret = option("secret_id", "ANSIBLE_HASHI_VAULT_SECRET_ID", "VAULT_SECRET_ID");
        if (secret != null) {
            SecretUse.note(secret);
            who.put("secret_id", secret);
        }
        Map<?, ?> answer =
                answer("auth/" + options.text("mount_point", "approle") + "/login", "POST", JsonText.oneLine(who), "");
        if (answer.get("auth") instanceof Map<?, ?> auth && auth.get("client_token") instanceof String token) {
            return token;
        }
        throw new UserError("the server of the lookup hashi_vault gives no token for this AppRole");
    }

    private Map<?, ?> answer(String path, String method, @Nullable String body, String token) {
        String server = needed("url", "set VAULT_ADDR, or give url=", "ANSIBLE_HASHI_VAULT_ADDR", "VAULT_ADDR");
        HttpRequest.Builder request = WebRequest.to(
                server.replaceFirst("/+$", "") + "/v1/" + path.replaceFirst("^/+", ""), options.number("timeout", 30));
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        RequestHeader.set(request, "X-Vault-Request", "true");
        if (!token.isEmpty()) {
            RequestHeader.set(request, "X-Vault-Token", token);
        }
        String namespace = option("namespace", "ANSIBLE_HASHI_VAULT_NAMESPACE", "VAULT_NAMESPACE");
        if (namespace != null) {
            RequestHeader.set(request, "X-Vault-Namespace", namespace.strip());
        }
        WebRequest.Answer answer = WebRequest.send(
                request.build(),
                HttpClients.usual().followRedirects(HttpClient.Redirect.NEVER), // the headers have the token
                "cannot ask the server of the lookup hashi_vault at " + server);
        check(answer.status(), path, server);
        return Coercions.map(DataText.fromJson(answer.text()), "hashi_vault");
    }

    private static void check(int status, String path, String server) {
        switch (status) {
            case 200 -> {}
            case 403 -> throw new UserError("the server at " + server + " does not permit to read '" + path + "'");
            case 404 -> throw new UserError("the server at " + server + " has no secret '" + path + "'");
            default -> throw new UserError("the server at " + server + " answers with HTTP status " + status);
        }
    }
}
