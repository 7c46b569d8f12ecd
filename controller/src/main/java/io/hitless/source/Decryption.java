package io.hitless.source;

/**
 * Opens what {@code ansible-vault} encrypted, and leaves everything else as it is. What it opens counts as secret from
 * then on.
 */
@FunctionalInterface
public interface Decryption {
    /**
     * A text in clear.
     *
     * @throws UserError if no password fits, or the text is damaged
     */
    SourceFile decrypt(SourceFile file);

    /**
     * The content of a file in clear, whatever it holds.
     *
     * @throws UserError if no password fits, or the content is damaged
     */
    default byte[] decrypt(String name, byte[] content) {
        return content;
    }
}
