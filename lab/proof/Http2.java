import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A minimal HTTP/2 client: sends one request after the other, and sees everything that goes wrong. Not a library, since those retry. */
final class Http2 {
    private static final int DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1, END_HEADERS = 4, ACK = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int stream = -1;
    private boolean open = true;
    private boolean goingAway;
    /** The last stream that the server will answer, from its GOAWAY. */
    private int last = Integer.MAX_VALUE;

    private record Frame(int type, int flags, int stream, byte[] payload) {}

    Http2(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
        out.write(Traffic.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        // No dynamic table, so that the client need not keep one to read header blocks.
        send(SETTINGS, 0, 0, new byte[] {0, 1, 0, 0, 0, 0});
    }

    boolean isOpen() {
        return open && !goingAway;
    }

    /** Sends a request and reads the response. A stream that the server will not answer counts as dropped. */
    void get(String path, String wanted) throws Exception {
        stream += 2;
        var block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x87); // :scheme https
        literal(block, 1, "proof"); // :authority
        literal(block, 4, path);
        send(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
        var body = new ByteArrayOutputStream();
        int status = 0;
        while (true) {
            Frame frame = read();
            if (frame.stream != stream) {
                control(frame);
                if (stream > last) {
                    throw new Drop.Unexpected(Drop.RESET, "the server went away from stream " + stream);
                }
                continue;
            }
            switch (frame.type) {
                case HEADERS -> status = status(frame.payload);
                case DATA -> {
                    body.write(frame.payload);
                    credit(frame.payload.length);
                }
                case RST_STREAM -> throw new Drop.Unexpected(Drop.RESET, "the stream was reset");
                default -> { }
            }
            if ((frame.type == DATA || frame.type == HEADERS) && (frame.flags & END_STREAM) != 0) {
                break;
            }
        }
        if (status != 200) {
            throw new Drop.Unexpected(status >= 500 ? Drop.SERVER_ERROR : Drop.UNEXPECTED_STATUS, "status " + status);
        }
        Traffic.expect(wanted, body.toString(StandardCharsets.ISO_8859_1));
    }

    /** Waits, and handles frames of the server meanwhile. */
    void idle(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis; left > 0 && isOpen(); left = (end - System.nanoTime()) / 1_000_000) {
            int before = socket.getSoTimeout();
            socket.setSoTimeout((int) left);
            in.mark(1);
            try {
                if (in.read() < 0) {
                    open = false;
                    return;
                }
                in.reset();
            } catch (SocketTimeoutException e) {
                return;
            } finally {
                socket.setSoTimeout(before);
            }
            control(read());
        }
    }

    private void control(Frame frame) throws IOException {
        switch (frame.type) {
            case SETTINGS -> {
                if ((frame.flags & ACK) == 0) {
                    send(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((frame.flags & ACK) == 0) {
                    send(PING, ACK, 0, frame.payload);
                }
            }
            case GOAWAY -> {
                goingAway = true;
                last = (frame.payload[0] & 0x7f) << 24 | (frame.payload[1] & 0xff) << 16 | (frame.payload[2] & 0xff) << 8 | frame.payload[3] & 0xff;
            }
            default -> { }
        }
    }

    private void credit(int bytes) throws IOException {
        if (bytes > 0) {
            send(WINDOW_UPDATE, 0, 0, new byte[] {(byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes});
        }
    }

    /** The status is the first field: an entry of the static table, or a literal with an indexed name. */
    private static int status(byte[] block) {
        int at = 0;
        while (at < block.length && (block[at] & 0xe0) == 0x20) {
            at++; // a change of the table size
        }
        int first = block[at] & 0xff;
        int[] known = {200, 204, 206, 304, 400, 404, 500};
        if (first >= 0x88 && first <= 0x8e) {
            return known[first - 0x88];
        }
        boolean huffman = (block[at + 1] & 0x80) != 0;
        return huffman ? digits(block, at + 2, block[at + 1] & 0x7f)
                : Integer.parseInt(new String(block, at + 2, block[at + 1] & 0x7f, StandardCharsets.ISO_8859_1));
    }

    /** Huffman-coded digits: 0 to 2 have five bits, 3 to 9 have six. */
    private static int digits(byte[] block, int at, int length) {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits = bits << 8 | block[at + i] & 0xff;
        }
        int left = length * 8;
        int out = 0;
        for (int n = 0; n < 3; n++) {
            int five = (int) (bits >> (left - 5)) & 0x1f;
            if (five <= 2) {
                out = out * 10 + five;
                left -= 5;
            } else {
                out = out * 10 + ((int) (bits >> (left - 6)) & 0x3f) - 0x19 + 3;
                left -= 6;
            }
        }
        return out;
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) throws IOException {
        block.write(name); // without indexing
        block.write(value.length());
        block.write(Traffic.bytes(value));
    }

    private void send(int type, int flags, int on, byte[] payload) throws IOException {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[5] = (byte) (on >> 24);
        frame[6] = (byte) (on >> 16);
        frame[7] = (byte) (on >> 8);
        frame[8] = (byte) on;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        out.write(frame);
        out.flush();
    }

    private Frame read() throws IOException {
        int first = in.read();
        if (first < 0) {
            open = false;
            throw new EOFException("closed without an answer");
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int on = in.readInt() & Integer.MAX_VALUE;
        return new Frame(type, flags, on, Traffic.exactly(in, length));
    }
}
