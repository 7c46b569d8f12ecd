package io.hitless.python;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A module in the form in which it is sent to a host.
 *
 * @param file an archive of Python sources, or the module itself
 * @param hash the hash of the file; the host stores the file under this name
 * @param interpreter the interpreter in the file's first line; empty for an archive and for a binary
 * @param entry the name of the module in the archive; empty if the file is not an archive
 * @param version the version of the ansible-core that the module was packed from; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
public record ModuleProgram(
        String name,
        ModuleStyle style,
        byte[] file,
        String hash,
        List<String> interpreter,
        String entry,
        String version) {
    public ModuleProgram {
        interpreter = List.copyOf(interpreter);
    }

    /** A module that is sent unchanged. */
    static ModuleProgram plain(String name, ModuleStyle style, byte[] file, List<String> interpreter, String version) {
        return new ModuleProgram(name, style, file, hash(file), interpreter, "", version);
    }

    /** Whether the host's Python 3 runs the module, whatever its version. */
    public boolean isPython() {
        return style == ModuleStyle.PYTHON
                || (!interpreter.isEmpty() && words().getLast().matches("(.*/)?python[0-9.]*"));
    }

    /** The name of the interpreter, as in {@code ansible_perl_interpreter}. */
    public String interpreterName() {
        if (isPython()) {
            return "python";
        }
        String program = interpreter.isEmpty() ? "" : words().getLast();
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** The interpreter without its arguments: {@code /usr/bin/env perl} for {@code /usr/bin/env perl -w}. */
    private List<String> words() {
        boolean env = interpreter.size() > 1 && interpreter.getFirst().endsWith("/env");
        return interpreter.subList(0, env ? 2 : 1);
    }

    /** Returns the module with its arguments inserted into its text. */
    public ModuleProgram withArguments(String json) {
        byte[] content = new String(file, StandardCharsets.UTF_8)
                .replace(ModuleStyle.JSON_PLACE, json)
                .getBytes(StandardCharsets.UTF_8);
        return new ModuleProgram(name, style, content, hash(content), interpreter, entry, version);
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
