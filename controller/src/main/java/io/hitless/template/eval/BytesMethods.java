package io.hitless.template.eval;

import io.hitless.template.format.TextCodec;
import io.hitless.value.Bytes;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code bytes} that playbooks use. */
final class BytesMethods {
    static final Map<String, Builtin> TABLE = new Builtin.Table()
            .add(
                    "decode",
                    (b, a) ->
                            TextCodec.of(a.string("encoding", "utf-8")).decode(bytes(b), a.string("errors", "strict")),
                    "encoding",
                    "errors")
            .add("hex", (b, _) -> HexFormat.of().formatHex(bytes(b)))
            .build();

    private BytesMethods() {}

    private static byte[] bytes(@Nullable Object value) {
        if (value instanceof Bytes bytes) {
            return bytes.content();
        }
        throw new IllegalArgumentException("no bytes: " + value);
    }
}
