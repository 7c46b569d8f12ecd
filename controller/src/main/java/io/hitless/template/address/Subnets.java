package io.hitless.template.address;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes subnets of networks, and networks that cover several others. */
final class Subnets {
    private Subnets() {}

    /**
     * The subnets of a network with a given prefix length.
     *
     * @param index selects a subnet; null: returns the number of subnets or, for a single address, its biggest network
     */
    static Object of(IpAddress ip, int prefix, @Nullable BigInteger index) {
        if (ip.prefix() == ip.bits()) {
            return above(ip, prefix, index);
        }
        if (index != null && prefix < ip.prefix()) {
            return index.signum() == 0 ? ip.text(ip.first()) + "/" + prefix : (Object) false;
        }
        if (prefix < ip.prefix() || prefix > ip.bits()) {
            throw new UserError("a network of " + ip.prefix() + " bits has no parts of " + prefix);
        }
        BigInteger count = BigInteger.ONE.shiftLeft(prefix - ip.prefix());
        if (index == null) {
            return count.toString();
        }
        BigInteger place = index.signum() < 0 ? count.add(index) : index;
        return place.signum() < 0 || place.compareTo(count) >= 0
                ? (Object) false
                : ip.text(ip.first().add(place.shiftLeft(ip.bits() - prefix))) + "/" + prefix;
    }

    // The networks that contain a single address, the biggest first.
    private static Object above(IpAddress ip, int prefix, @Nullable BigInteger index) {
        int count = ip.bits() - prefix;
        int place = index == null ? 0 : index.intValue() < 0 ? count + index.intValue() : index.intValue();
        return prefix < 0 || place < 0 || place >= count
                ? (Object) false
                : ip.withPrefix(prefix + place).network().withPrefix();
    }

    /** The number of {@code part} among the subnets of {@code whole}, counted from 1. */
    static String rank(IpAddress part, IpAddress whole) {
        if (!whole.contains(part)) {
            throw new UserError(part.text() + " is not in the network " + whole.text());
        }
        return part.first()
                .subtract(whole.first())
                .shiftRight(part.bits() - part.prefix())
                .add(BigInteger.ONE)
                .toString();
    }

    /** The smallest list of networks that cover exactly the same addresses. */
    static List<IpAddress> merged(List<IpAddress> all) {
        List<IpAddress> sorted =
                new ArrayList<>(all.stream().map(IpAddress::network).toList());
        sorted.sort(Comparator.comparingInt(IpAddress::version)
                .thenComparing(IpAddress::first)
                .thenComparingInt(IpAddress::prefix));
        List<IpAddress> merged = new ArrayList<>();
        for (IpAddress next : sorted) {
            if (merged.isEmpty() || !merged.getLast().contains(next)) {
                merged.add(next);
                join(merged);
            }
        }
        return merged;
    }

    private static void join(List<IpAddress> merged) {
        while (merged.size() > 1) {
            IpAddress last = merged.getLast();
            IpAddress before = merged.get(merged.size() - 2);
            IpAddress both = before.withPrefix(Math.max(0, before.prefix() - 1)).network();
            boolean halves = before.version() == last.version()
                    && before.prefix() == last.prefix()
                    && before.prefix() > 0
                    && !before.first().equals(last.first())
                    && both.contains(last)
                    && both.first().equals(before.first());
            if (!halves) {
                return;
            }
            merged.removeLast();
            merged.set(merged.size() - 1, both);
        }
    }

    /** The smallest network that contains all addresses. */
    static IpAddress span(List<IpAddress> all) {
        IpAddress span = all.getFirst().network();
        for (IpAddress each : all) {
            while (!span.contains(each)) {
                if (span.prefix() == 0) {
                    throw new UserError("no network holds " + Values.repr(each.text()) + " and the others");
                }
                span = span.withPrefix(span.prefix() - 1).network();
            }
        }
        return span;
    }
}
