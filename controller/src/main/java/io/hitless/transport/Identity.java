package io.hitless.transport;

import java.io.IOException;

/** A key that can sign for the user: from a file, or kept by an ssh-agent. */
interface Identity {
    /** The public key or certificate, as it goes over the wire. */
    KeyBlob blob();

    /** Where it comes from, in the operator's words. */
    String name();

    /** Whether it signs at once, without a passphrase or a question to anybody. */
    boolean isReady();

    /** Whether an agent keeps it. */
    boolean isOfAgent();

    /**
     * Signs {@code data}.
     *
     * @param algorithm the signature algorithm, such as {@code rsa-sha2-512}
     * @return the signature as it goes over the wire: the algorithm's name and its bytes
     * @throws IOException if the key can't be read or unlocked, or the agent refuses
     */
    byte[] sign(byte[] data, String algorithm) throws IOException;
}
