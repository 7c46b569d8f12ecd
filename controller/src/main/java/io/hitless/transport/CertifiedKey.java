package io.hitless.transport;

import java.io.IOException;

/**
 * A key with a certificate from a file.
 *
 * @param blob the certificate
 * @param name of its file
 */
record CertifiedKey(Identity key, KeyBlob blob, String name) implements Identity {
    @Override
    public byte[] sign(byte[] data, String algorithm) throws IOException {
        return key.sign(data, algorithm);
    }

    @Override
    public boolean isReady() {
        return key.isReady();
    }

    @Override
    public boolean isOfAgent() {
        return false; // the certificate's file is more helpful in messages
    }
}
