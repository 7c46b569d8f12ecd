package io.hitless.template.address;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a network that hosts can use: all except the network and broadcast addresses, if the network is big
 * enough to have these.
 */
record UsableRange(IpAddress ip) {
    private boolean isSmall() {
        return ip.bits() - ip.prefix() < 2;
    }

    BigInteger first() {
        return isSmall() ? ip.first() : ip.first().add(BigInteger.ONE);
    }

    BigInteger last() {
        return isSmall() ? ip.last() : ip.last().subtract(BigInteger.ONE);
    }

    BigInteger size() {
        return ip.prefix() == ip.bits()
                ? BigInteger.ZERO
                : last().subtract(first()).add(BigInteger.ONE);
    }

    String firstText() {
        return ip.text(first());
    }

    String lastText() {
        return ip.text(last());
    }

    boolean contains(BigInteger address) {
        return address.compareTo(first()) >= 0 && address.compareTo(last()) <= 0;
    }

    /** The address at this distance from this one; null if it is outside of the range. */
    @Nullable
    String step(long offset) {
        BigInteger next = ip.value().add(BigInteger.valueOf(offset));
        return contains(next) ? ip.text(next) : null;
    }
}
