package io.hitless.agent;

import io.hitless.transport.RemoteProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of a host that prints what a test says, when it says so, and keeps what it is sent. */
final class FakeProcess implements RemoteProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Feed output = new Feed();
    final Feed error = new Feed();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private boolean inputClosed;
    private boolean closed;

    /** Its exit status once it has ended; until then waiting for it fails. */
    private int status = -1;

    /** It ends by itself. */
    FakeProcess exits(int with) {
        status = with;
        output.end();
        error.end();
        return this;
    }

    synchronized String sent() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean inputIsClosed() {
        return inputClosed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits until it was sent this text. */
    synchronized String awaitSent(String part) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!sent().contains(part)) {
            if (inputClosed || closed || System.nanoTime() > end) {
                throw new AssertionError("was not sent '" + part + "' but: " + sent());
            }
            wait(20);
        }
        return sent();
    }

    /** Waits until its input was closed. */
    synchronized void awaitInputClosed() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!inputClosed) {
            if (System.nanoTime() > end) {
                throw new AssertionError("its input was not closed");
            }
            wait(20);
        }
    }

    @Override
    public OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                synchronized (FakeProcess.this) {
                    if (inputClosed) {
                        throw new IOException("broken pipe");
                    }
                    sent.write(bytes, from, length);
                    FakeProcess.this.notifyAll();
                }
            }

            @Override
            public void close() {
                synchronized (FakeProcess.this) {
                    inputClosed = true;
                    FakeProcess.this.notifyAll();
                }
            }
        };
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public InputStream error() {
        return error;
    }

    @Override
    public int waitFor(Duration limit) throws IOException {
        if (status < 0) {
            throw new SocketTimeoutException("it has not ended");
        }
        return status;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        output.end();
        error.end();
    }

    /** A stream that gives what it is fed with, and blocks in between. */
    static final class Feed extends InputStream {
        private static final byte[] END = {};

        private final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
        private byte[] piece = {};
        private int at;

        /** What comes next. */
        Feed says(String text) {
            if (!text.isEmpty()) {
                pieces.add(text.getBytes(StandardCharsets.UTF_8));
            }
            return this;
        }

        /** Nothing more comes. */
        void end() {
            pieces.add(END);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            try {
                while (at == piece.length) {
                    byte[] next = pieces.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    if (next == null) {
                        throw new IOException("the test fed nothing more");
                    }
                    if (next == END) {
                        pieces.add(END);
                        return -1;
                    }
                    piece = next;
                    at = 0;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            int n = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, to, from, n);
            at += n;
            return n;
        }
    }
}
