package io.hitless.transport;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.keyprovider.PuTTYKeyFile;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** A private key from a file. It is read once per run, and decrypted when it is first needed to sign. */
final class KeyFile implements Identity {
    private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";

    private final Path path;
    private final String text;
    private final SshSettings.Passphrases passphrases;
    private final KeyBlob blob;
    private final boolean locked;
    private @Nullable KeyPair pair;

    /**
     * @throws IOException if the file can't be read, is not a private key, or must be decrypted to get its public key
     *     and can't be
     */
    KeyFile(Path path, SshSettings.Passphrases passphrases) throws IOException {
        this.path = path;
        this.text = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        this.passphrases = passphrases;
        refuseIfReadableByOthers();
        if (text.startsWith(OPENSSH)) {
            Buffer.PlainBuffer key = new Buffer.PlainBuffer(openSshBody());
            key.rpos("openssh-key-v1\0".length());
            locked = !key.readString().equals("none");
            key.readString(); // key derivation and
            key.readBytes(); // its options
            key.readUInt32();
            blob = new KeyBlob(key.readBytes());
        } else {
            locked = text.contains("ENCRYPTED") || text.contains("Encryption: aes");
            blob = KeyBlob.of(pair().getPublic());
        }
    }

    // As in ssh: a key file of the user that others may read is refused.
    private void refuseIfReadableByOthers() throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode");
        boolean own =
                Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        if (own && (mode & 0077) != 0 && (text.startsWith("-----BEGIN") || text.startsWith("PuTTY"))) {
            throw new IOException(String.format(
                    "mode %04o lets others read this private key, so it is not used: chmod 600 %s",
                    mode & 07777, path));
        }
    }

    private byte[] openSshBody() throws IOException {
        int end = text.indexOf("-----END");
        if (end < 0) {
            throw new IOException("not a whole private key");
        }
        return Base64.getMimeDecoder().decode(text.substring(OPENSSH.length(), end));
    }

    @Override
    public KeyBlob blob() {
        return blob;
    }

    /** The public key in one-line format in {@code path} or in the {@code .pub} file beside it. */
    static Optional<KeyBlob> publicHalf(Path path) {
        return publicLine(path).or(() -> publicLine(Path.of(path + ".pub")));
    }

    /** The public key or certificate in one-line format in a file. */
    static Optional<KeyBlob> publicLine(Path file) {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip().split("\\s+", 3);
            return words.length >= 2 && words[0].matches("(ssh|ecdsa|sk)-.*")
                    ? Optional.of(KeyBlob.fromBase64(words[1]))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // not a public key
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    /** True unless it needs a passphrase. */
    @Override
    public boolean isReady() {
        return !locked;
    }

    @Override
    public boolean isOfAgent() {
        return false;
    }

    @Override
    public byte[] sign(byte[] data, String algorithm) throws IOException {
        Signature signature = signatureFor(algorithm);
        signature.initSign(pair().getPrivate());
        signature.update(data);
        return new Buffer.PlainBuffer()
                .putString(algorithm)
                .putBytes(signature.encode(signature.sign()))
                .getCompactData();
    }

    private static Signature signatureFor(String algorithm) throws IOException {
        var known = Factory.Named.Util.create(Algorithms.keyAlgorithms(), algorithm);
        if (known == null) {
            throw new IOException("keys of type " + algorithm + " are not supported");
        }
        return known.newSignature();
    }

    private synchronized KeyPair pair() throws IOException {
        if (pair == null) {
            FileKeyProvider reader = reader();
            Target.Secret passphrase = locked ? passphrases.of(path) : null;
            if (locked && passphrase == null) {
                throw new IOException("encrypted, and no passphrase given");
            }
            reader.init(
                    text,
                    null,
                    passphrase == null
                            ? null
                            : PasswordUtils.createOneOff(passphrase.text().toCharArray()));
            try {
                pair = new KeyPair(reader.getPublic(), reader.getPrivate());
            } catch (IOException | SSHRuntimeException e) {
                throw new IOException(
                        locked
                                ? "encrypted, and the passphrase does not open it"
                                : "not a private key that can be read",
                        e);
            }
            if (KeyType.fromKey(pair.getPublic()) == KeyType.UNKNOWN) {
                throw new IOException("a kind of key that is not supported");
            }
        }
        return pair;
    }

    private FileKeyProvider reader() throws IOException {
        if (text.startsWith(OPENSSH)) {
            return new OpenSSHKeyV1KeyFile();
        }
        if (text.startsWith("PuTTY-User-Key-File-")) {
            return new PuTTYKeyFile();
        }
        if (text.startsWith("-----BEGIN")) {
            return new PKCS8KeyFile();
        }
        throw new IOException("not a private key");
    }
}
