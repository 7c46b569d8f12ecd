package io.hitless.template.address;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers a query of {@code ipaddr}: None or False if the address does not match the query. */
final class IpQuery {
    private static final Map<String, Function<IpAddress, @Nullable Object>> ANSWERS = Map.ofEntries(
            Map.entry("", IpAddress::text),
            Map.entry("6to4", IpQuery::sixToFour),
            Map.entry("address", ip -> ip.isNetwork() && ip.version() == 4 && ip.prefix() < 31 ? null : ip.address()),
            Map.entry("bool", _ -> true),
            Map.entry("broadcast", ip -> ip.bits() - ip.prefix() < 2 ? null : ip.text(ip.last())),
            Map.entry("cidr", IpAddress::withPrefix),
            Map.entry("first_usable", ip -> usable(ip, UsableRange::firstText)),
            Map.entry("last_usable", ip -> usable(ip, UsableRange::lastText)),
            Map.entry("range_usable", ip -> usable(ip, range -> range.firstText() + "-" + range.lastText())),
            Map.entry("next_usable", ip -> usable(ip, range -> range.step(1))),
            Map.entry("previous_usable", ip -> usable(ip, range -> range.step(-1))),
            Map.entry("peer", IpQuery::peer),
            Map.entry("hostnet", ip -> ip.isNetwork() ? (Object) false : ip.withPrefix()),
            Map.entry("host", ip -> ip.isNetwork() ? null : ip.withPrefix()),
            Map.entry("hostmask", ip -> ip.text(ip.hostMask())),
            Map.entry("int", IpQuery::number),
            Map.entry("ip/prefix", ip -> isInNetwork(ip) ? ip.withPrefix() : null),
            Map.entry("ip_netmask", ip -> isInNetwork(ip) ? ip.address() + " " + ip.text(ip.netMask()) : null),
            Map.entry("ipv4", IpQuery::asV4),
            Map.entry("ipv6", IpQuery::asV6),
            Map.entry("link-local", ip -> kept(ip, AddressKind.LINK_LOCAL::holds)),
            Map.entry("loopback", ip -> kept(ip, AddressKind.LOOPBACK::holds)),
            Map.entry("multicast", ip -> kept(ip, AddressKind.MULTICAST::holds)),
            Map.entry("unicast", ip -> kept(ip, each -> !AddressKind.MULTICAST.holds(each))),
            Map.entry("private", ip -> kept(ip, AddressKind.PRIVATE::holds)),
            Map.entry(
                    "public", ip -> kept(ip, each -> AddressKind.isPublic(each) && !AddressKind.MULTICAST.holds(each))),
            Map.entry("net", ip -> ip.isNetwork() ? ip.withPrefix() : null),
            Map.entry("netmask", ip -> ip.text(ip.netMask())),
            Map.entry("network", ip -> ip.text(ip.first())),
            Map.entry("network_netmask", ip -> ip.text(ip.first()) + " " + ip.text(ip.netMask())),
            Map.entry("network_wildcard", ip -> ip.text(ip.first()) + " " + ip.text(ip.hostMask())),
            Map.entry("subnet", ip -> ip.network().withPrefix()),
            Map.entry("prefix", ip -> (long) ip.prefix()),
            Map.entry("revdns", IpQuery::reverseName),
            Map.entry("size", ip -> Values.whole(ip.size())),
            Map.entry("size_usable", ip -> Values.whole(new UsableRange(ip).size())),
            Map.entry("type", ip -> ip.isNetwork() ? "network" : "address"),
            Map.entry("version", ip -> (long) ip.version()),
            Map.entry("wrap", IpQuery::wrapped));

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("address/prefix", "hostnet"),
            Map.entry("gateway", "hostnet"),
            Map.entry("gw", "hostnet"),
            Map.entry("host/prefix", "hostnet"),
            Map.entry("router", "hostnet"),
            Map.entry("ip", "address"),
            Map.entry("lo", "loopback"),
            Map.entry("network_id", "network"),
            Map.entry("network/prefix", "subnet"),
            Map.entry("wildcard", "hostmask"));

    private IpQuery() {}

    /** @throws UserError if the query does not exist */
    static @Nullable Object answer(IpAddress ip, @Nullable Object query, String filter) {
        String name = query == null ? "" : Values.text(query);
        if (name.matches("-?\\d+")) {
            return nth(ip, new BigInteger(name));
        }
        var answer = ANSWERS.get(ALIASES.getOrDefault(name, name));
        if (answer != null) {
            return answer.apply(ip);
        }
        IpAddress network = IpAddress.of(name);
        if (network == null) {
            throw new UserError("'" + filter + "' has no query " + Values.repr(name));
        }
        return network.contains(ip) ? ip.text() : null;
    }

    private static Object nth(IpAddress ip, BigInteger index) {
        if (ip.prefix() == ip.bits()) {
            return ip.text();
        }
        BigInteger place = index.signum() < 0 ? ip.size().add(index) : index;
        return place.signum() < 0 || place.compareTo(ip.size()) >= 0
                ? (Object) false
                : ip.text(ip.first().add(place)) + "/" + ip.prefix();
    }

    private static @Nullable Object kept(IpAddress ip, Predicate<IpAddress> kind) {
        return kind.test(new IpAddress(ip.version(), ip.value(), ip.bits(), false)) ? ip.text() : null;
    }

    private static boolean isInNetwork(IpAddress ip) {
        return ip.prefix() < ip.bits() && !ip.isNetwork();
    }

    private static @Nullable Object usable(IpAddress ip, Function<UsableRange, @Nullable Object> part) {
        if (!ip.isNetworkGiven()) {
            throw new UserError("not a network: " + ip.address());
        }
        return ip.prefix() == ip.bits() ? null : part.apply(new UsableRange(ip));
    }

    private static @Nullable Object peer(IpAddress ip) {
        if (!ip.isNetworkGiven() || ip.prefix() == ip.bits()) {
            throw new UserError("not a point-to-point network: " + ip.text());
        }
        int hosts = ip.bits() - ip.prefix();
        int place = ip.value().subtract(ip.first()).intValue();
        if (hosts > 2 || (hosts == 2 && place % 3 == 0)) {
            throw new UserError("not a point-to-point network: " + ip.text());
        }
        return ip.text(ip.first().add(BigInteger.valueOf(hosts == 1 ? 1 - place : 3 - place)));
    }

    private static Object number(IpAddress ip) {
        return ip.isNetworkGiven() ? ip.value() + "/" + ip.prefix() : Values.whole(ip.value());
    }

    private static Object sixToFour(IpAddress ip) {
        if (ip.version() == 6) {
            return AddressKind.SIX_TO_FOUR.holds(ip) ? ip.text() : (Object) false;
        }
        long value = ip.value().longValue();
        return ip.isNetwork()
                ? (Object) false
                : String.format(Locale.ROOT, "2002:%04x:%04x::1/48", value >> 16, value & 0xffff);
    }

    private static Object asV4(IpAddress ip) {
        BigInteger above = ip.value().shiftRight(32);
        if (ip.version() == 4) {
            return ip.text();
        }
        boolean fits = above.signum() == 0 || AddressKind.MAPPED.holds(ip);
        return fits ? IpAddress.dotted(ip.value()) + "/" + Math.max(0, ip.prefix() - 96) : (Object) false;
    }

    private static Object asV6(IpAddress ip) {
        return ip.version() == 6 ? ip.text() : "::ffff:" + ip.address() + "/" + (ip.prefix() + 96);
    }

    private static String reverseName(IpAddress ip) {
        String digits = ip.version() == 4
                ? String.join(".", java.util.List.of(ip.address().split("\\.")).reversed())
                : new StringBuilder(
                                String.format(Locale.ROOT, "%032x", ip.value()).replaceAll("[0-9a-f]", "$0."))
                        .reverse()
                        .substring(1);
        return digits + (ip.version() == 4 ? ".in-addr.arpa." : ".ip6.arpa.");
    }

    static String wrapped(IpAddress ip) {
        return ip.version() == 4
                ? ip.text()
                : "[" + ip.address() + "]" + (ip.isNetworkGiven() ? "/" + ip.prefix() : "");
    }
}
