package io.hitless.template.address;

import io.hitless.template.eval.Builtin;
import io.hitless.value.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tests of {@code ansible.utils} for network addresses. */
public final class AddressTests {
    private AddressTests() {}

    public static Builtin.Table table() {
        Builtin.Table table = new Builtin.Table()
                .add("in_network", (v, a) -> isIn(v, a.value("network")), "network")
                .add("in_any_network", (v, a) -> isInAny(v, a.list("networks")), "networks")
                .add("in_one_network", (v, a) -> isInOne(v, a.list("networks")), "networks")
                .add("subnet_of", (v, a) -> isIn(v, a.value("network")), "network")
                .add("supernet_of", (v, a) -> isIn(a.value("network"), v), "network")
                .add("mac", (v, _) -> MacAddress.of(v) != null)
                .add("resolvable", (v, _) -> isResolvable(Values.text(v)));
        check(table, "ip", AddressTests::isNetworkOrAddress);
        check(table, "ipv4", ip -> ip.version() == 4 && isNetworkOrAddress(ip));
        check(table, "ipv6", ip -> ip.version() == 6 && isNetworkOrAddress(ip));
        check(table, "ip_address", AddressTests::isAddress);
        check(table, "ipv4_address", ip -> ip.version() == 4 && isAddress(ip));
        check(table, "ipv6_address", ip -> ip.version() == 6 && isAddress(ip));
        check(table, "ipv4_netmask", ip -> isMask(ip, false));
        check(table, "ipv4_hostmask", ip -> isMask(ip, true));
        check(table, "ipv6_ipv4_mapped", AddressKind.MAPPED::holds);
        check(table, "ipv6_sixtofour", AddressKind.SIX_TO_FOUR::holds);
        check(table, "ipv6_teredo", AddressKind.TEREDO::holds);
        check(table, "loopback", AddressKind.LOOPBACK::holds);
        check(table, "multicast", AddressKind.MULTICAST::holds);
        check(table, "private", AddressKind.PRIVATE::holds);
        check(table, "public", AddressKind::isPublic);
        check(table, "reserved", AddressKind.RESERVED::holds);
        return check(table, "unspecified", AddressKind.UNSPECIFIED::holds);
    }

    private static Builtin.Table check(Builtin.Table table, String name, Predicate<IpAddress> holds) {
        return table.add(name, (v, _) -> holds(IpAddress.of(v), holds));
    }

    private static boolean holds(@Nullable IpAddress address, Predicate<IpAddress> test) {
        return address != null && test.test(address);
    }

    // In a network address, all bits of the host part are zero.
    private static boolean isNetworkOrAddress(IpAddress ip) {
        return ip.value().equals(ip.first());
    }

    private static boolean isAddress(IpAddress ip) {
        return !ip.isNetworkGiven();
    }

    private static boolean isMask(IpAddress ip, boolean ofHosts) {
        var mask = ofHosts ? ip.value().xor(ip.withPrefix(0).hostMask()) : ip.value();
        return ip.version() == 4 && isAddress(ip) && IpAddress.maskLength(mask, 32) >= 0;
    }

    private static boolean isIn(@Nullable Object inner, @Nullable Object outer) {
        IpAddress network = IpAddress.of(outer);
        return network != null && holds(IpAddress.of(inner), network::contains);
    }

    private static boolean isInAny(@Nullable Object inner, List<?> networks) {
        return networks.stream().anyMatch(network -> isIn(inner, network));
    }

    private static boolean isInOne(@Nullable Object inner, List<?> networks) {
        return networks.stream().filter(network -> isIn(inner, network)).count() == 1;
    }

    private static boolean isResolvable(String name) {
        try {
            return InetAddress.getByName(name) != null;
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
