package io.hitless.transport;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/**
 * sshj asks for key factories by the name {@code ECDSA}, which BouncyCastle knows; the JDK has the same under
 * {@code EC}.
 */
final class EcdsaNames extends Provider {
    private static final long serialVersionUID = 1;

    EcdsaNames() {
        super("hitless-ecdsa", "1", "the JDK's EC key factory under the name ECDSA");
        put("KeyFactory.ECDSA", Factory.class.getName());
    }

    /** Delegates to the JDK. Public because the JDK creates it by name. */
    public static final class Factory extends KeyFactorySpi {
        private final KeyFactory jdk;

        public Factory() throws GeneralSecurityException {
            this.jdk = KeyFactory.getInstance("EC");
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return jdk.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return jdk.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
            return jdk.getKeySpec(key, spec);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return jdk.translateKey(key);
        }
    }
}
