package io.hitless.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A command in its own channel. */
record SshProcess(SshChannel channel) implements RemoteProcess {
    @Override
    public OutputStream input() {
        return channel.input();
    }

    @Override
    public InputStream output() {
        return new Unclosed(channel.getInputStream());
    }

    @Override
    public InputStream error() {
        return new Unclosed(channel.error());
    }

    @Override
    public int waitFor(Duration limit) throws IOException {
        return channel.awaitExit(limit);
    }

    @Override
    public void close() {
        channel.close();
    }

    /** sshj ends the whole connection if data arrive for a closed stream, so closing does nothing. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() throws IOException {
            // closing the channel ends it
        }
    }
}
