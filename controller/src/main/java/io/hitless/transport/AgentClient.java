package io.hitless.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/**
 * A client of an ssh-agent: lists its keys, and asks it to sign. Each request opens its own connection to the agent's
 * socket.
 */
final class AgentClient {
    private static final int LIST = 11;
    private static final int KEYS = 12;
    private static final int SIGN = 13;
    private static final int SIGNATURE = 14;
    private static final int RSA_SHA2_256 = 2;
    private static final int RSA_SHA2_512 = 4;
    private static final int LARGEST = 256 * 1024;
    // The user may have to confirm, or to touch a security key.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path socket;
    private final DeadlineTimer deadlines;

    AgentClient(Path socket, DeadlineTimer deadlines) {
        this.socket = socket;
        this.deadlines = deadlines;
    }

    private record Key(KeyBlob blob, String comment, AgentClient agent) implements Identity {
        @Override
        public String name() {
            return "agent: " + comment;
        }

        @Override
        public boolean isReady() {
            return false; // the user may be asked
        }

        @Override
        public boolean isOfAgent() {
            return true;
        }

        @Override
        public byte[] sign(byte[] data, String algorithm) throws IOException {
            return agent.sign(blob, data, algorithm);
        }
    }

    List<Identity> keys() throws IOException {
        Buffer.PlainBuffer answer = ask(new Buffer.PlainBuffer().putByte((byte) LIST), KEYS);
        List<Identity> keys = new ArrayList<>();
        long count = answer.readUInt32();
        for (long i = 0; i < count; i++) {
            keys.add(new Key(new KeyBlob(answer.readBytes()), answer.readString(), this));
        }
        return keys;
    }

    private byte[] sign(KeyBlob blob, byte[] data, String algorithm) throws IOException {
        int flags = switch (algorithm) {
            case "rsa-sha2-512" -> RSA_SHA2_512;
            case "rsa-sha2-256" -> RSA_SHA2_256;
            default -> 0;
        };
        return ask(
                        new Buffer.PlainBuffer()
                                .putByte((byte) SIGN)
                                .putBytes(blob.bytes())
                                .putBytes(data)
                                .putUInt32(flags),
                        SIGNATURE)
                .readBytes();
    }

    private Buffer.PlainBuffer ask(Buffer.PlainBuffer question, int expected) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var _ = deadlines.after(TIMEOUT, () -> close(channel))) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer request = ByteBuffer.allocate(4 + question.available());
            request.putInt(question.available()).put(question.getCompactData()).flip();
            while (request.hasRemaining()) {
                channel.write(request);
            }
            int length = read(channel, 4).getInt();
            if (length < 1 || length > LARGEST) {
                throw new IOException("answers what is not the agent protocol");
            }
            byte[] answer = read(channel, length).array();
            if (answer[0] != expected) {
                throw new IOException("refuses");
            }
            Buffer.PlainBuffer body = new Buffer.PlainBuffer(answer);
            body.readByte();
            return body;
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("ends in the middle of an answer");
            }
        }
        return buffer.flip();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing else to do
        }
    }
}
