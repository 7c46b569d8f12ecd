package io.hitless.transport;

import java.io.IOException;

/** A key that can sign for the user: from a file, or in an ssh-agent. */
interface Identity {
    /** The public key or certificate in wire format. */
    KeyBlob blob();

    /** Its origin, for messages. */
    String name();

    /** Whether it can sign at once, without a passphrase or a confirmation. */
    boolean isReady();

    /** Whether an agent holds it. */
    boolean isOfAgent();

    /**
     * Signs {@code data}.
     *
     * @param algorithm the signature algorithm, such as {@code rsa-sha2-512}
     * @return the signature in wire format: the algorithm's name and the bytes
     * @throws IOException if the key can't be read or unlocked, or the agent refuses
     */
    byte[] sign(byte[] data, String algorithm) throws IOException;
}
