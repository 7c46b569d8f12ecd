package io.hitless.haproxy.compare;

/** A section, as it was and as it will be. */
public record ProxyPair(Proxy before, Proxy after) {
    /** Returns whether only HAProxy itself knows which lines hold. */
    public boolean isUnclear() {
        return before.unclear() || after.unclear();
    }
}
