package io.hitless.source;

/**
 * Decrypts what {@code ansible-vault} encrypted, and returns everything else unchanged. Decrypted text counts as secret
 * from then on.
 */
@FunctionalInterface
public interface Decryption {
    /**
     * Returns the decrypted text, or the file itself if it is not encrypted.
     *
     * @throws UserError if no password fits, or if the text is damaged
     */
    SourceFile decrypt(SourceFile file);

    /**
     * Returns the decrypted content of a file, text or not, or the content itself if it is not encrypted.
     *
     * @throws UserError if no password fits, or if the content is damaged
     */
    default byte[] decrypt(String name, byte[] content) {
        return content;
    }
}
