import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads an HTTP/1.1 response and compares it with the expected one. */
final class Http1 {
    private Http1() {}

    /** Returns whether the connection stays open. */
    static boolean answer(InputStream in, String wanted) throws Exception {
        String status = line(in, true);
        int length = -1;
        boolean chunked = false;
        boolean open = true;
        for (String header = line(in, false); !header.isEmpty(); header = line(in, false)) {
            String lower = header.toLowerCase();
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("connection:")) {
                open = !lower.contains("close");
            }
        }
        String body = chunked ? chunks(in) : body(in, length);
        String code = status.length() > 12 ? status.substring(9, 12) : status;
        if (!code.equals("200")) {
            throw new Drop.Unexpected(code.startsWith("5") ? Drop.SERVER_ERROR : Drop.UNEXPECTED_STATUS, status);
        }
        Traffic.expect(wanted, body);
        return open && (chunked || length >= 0);
    }

    private static String body(InputStream in, int length) throws Exception {
        byte[] out = length < 0 ? in.readAllBytes() : in.readNBytes(length);
        if (out.length < length) {
            throw new Drop.Unexpected(Drop.SHORT_BODY, out.length + " of " + length + " bytes");
        }
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    private static String chunks(InputStream in) throws Exception {
        var out = new StringBuilder();
        for (int size = Integer.parseInt(line(in, false).strip(), 16); size > 0; size = Integer.parseInt(line(in, false).strip(), 16)) {
            out.append(body(in, size));
            line(in, false);
        }
        line(in, false);
        return out.toString();
    }

    private static String line(InputStream in, boolean first) throws IOException {
        var out = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(first && out.isEmpty() ? "closed without an answer" : "closed within the answer's head");
            }
            if (c != '\r') {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}
