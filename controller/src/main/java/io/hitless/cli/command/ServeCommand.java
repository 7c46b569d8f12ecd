package io.hitless.cli.command;

import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.serve.PageServer;
import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.store.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hitless serve}: shows the state directory in a browser. */
@Command(
        name = "serve",
        description = {
            "Show the fleet, its runs and its drift in a browser, read-only, until Ctrl-C.",
            "From another machine, use SSH: ssh -L 8479:localhost:8479 BASTION, then open http://localhost:8479/"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ServeCommand implements Callable<Integer> {
    private static final Pattern PLACE = Pattern.compile("(?:(?<host>\\[[^\\]]+\\]|[^:]+):)?(?<port>\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final int SHORTEST_TOKEN = 16;

    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            defaultValue = "127.0.0.1:8479",
            description =
                    "where to listen (default: ${DEFAULT-VALUE}); a token is needed unless that is loopback. There"
                            + " is no TLS: put a proxy in front of it")
    private String listen = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "read the token from this file, and ask for it on loopback too (default: a new token each time)")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() throws InterruptedException {
        StateDirectory directory = state.directory();
        if (!Files.isDirectory(directory.path())) {
            throw new UserError(
                    null, "there is no state directory " + directory, "a rollout creates one; --state names another");
        }
        InetSocketAddress address = address();
        try (PageServer server = PageServer.start(directory, address, token())) {
            System.out.println(server.address());
            System.out.flush();
            server.join();
            return ExitCode.OK;
        }
    }

    private InetSocketAddress address() {
        Matcher place = PLACE.matcher(listen);
        if (!place.matches() || Integer.parseInt(place.group("port")) > HIGHEST_PORT) {
            throw new UserError("--listen wants PORT or HOST:PORT, not '" + listen + "'");
        }
        String host = place.group("host");
        return new InetSocketAddress(
                host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", ""), Integer.parseInt(place.group("port")));
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return null;
        }
        try {
            String token = TextFile.read(tokenFile).strip();
            if (token.length() < SHORTEST_TOKEN || !token.matches("[A-Za-z0-9._~-]+")) {
                throw new UserError(
                        null,
                        tokenFile + " holds no token: " + SHORTEST_TOKEN
                                + " or more letters, digits, '.', '_', '~' or '-' are wanted",
                        "openssl rand -hex 24 > " + tokenFile);
            }
            return token;
        } catch (IOException e) {
            throw new UserError("cannot read the token in " + tokenFile + ": " + Reason.of(e));
        }
    }
}
