package io.hitless.transport;

import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import java.security.Security;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.transport.cipher.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The cipher {@code chacha20-poly1305@openssh.com}. The JDK has no Poly1305 by itself, and loading Bouncy Castle takes
 * longer than a connection: it is loaded when a host takes no other cipher.
 */
final class ChaCha implements Factory.Named<Cipher> {
    private final Factory.Named<Cipher> cipher = ChachaPolyCiphers.CHACHA_POLY_OPENSSH();

    @Override
    public String getName() {
        return cipher.getName();
    }

    @Override
    public Cipher create() {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider()); // behind the JDK's, which stay the first choice
        }
        return cipher.create();
    }
}
