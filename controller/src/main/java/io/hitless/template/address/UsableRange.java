package io.hitless.template.address;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The addresses of a network that hosts can have: all but its own and that for broadcasts, where there are so many. */
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

    /** The address so far from this one, or null if it is beyond the range. */
    @Nullable
    String step(long offset) {
        BigInteger next = ip.value().add(BigInteger.valueOf(offset));
        return contains(next) ? ip.text(next) : null;
    }
}
