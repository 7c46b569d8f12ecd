package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.output.Terminal;
import io.hitless.transport.Connector;
import io.hitless.transport.SshConnector;
import io.hitless.transport.SshSettings;
import io.hitless.transport.Target;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates the connector from the options. */
final class ConnectorFactory {
    private ConnectorFactory() {}

    static Connector of(ConnectionOptions options) {
        return new SshConnector(SshSettings.standard()
                .withAcceptNewHostKeys(options.acceptsNewHostKeys())
                .withPassphrases(ConnectorFactory::passphrase));
    }

    private static Target.@Nullable Secret passphrase(Path key) {
        String typed = Terminal.ask("Enter passphrase for key '" + key + "'", false);
        return typed == null ? null : new Target.Secret(typed);
    }
}
