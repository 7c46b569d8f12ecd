package io.hitless.template.address;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The kinds of addresses by IANA's registries: private, loopback, and so on. */
enum AddressKind {
    LOOPBACK("127.0.0.0/8", "::1/128"),
    MULTICAST("224.0.0.0/4", "ff00::/8"),
    LINK_LOCAL("169.254.0.0/16", "fe80::/10"),
    UNSPECIFIED("0.0.0.0/32", "::/128"),
    RESERVED(
            "240.0.0.0/4",
            "::/8",
            "100::/8",
            "200::/7",
            "400::/6",
            "800::/5",
            "1000::/4",
            "4000::/3",
            "6000::/3",
            "8000::/3",
            "a000::/3",
            "c000::/3",
            "e000::/4",
            "f000::/5",
            "f800::/6",
            "fe00::/9"),
    SHARED("100.64.0.0/10"),
    MAPPED("::ffff:0:0/96"),
    SIX_TO_FOUR("2002::/16"),
    TEREDO("2001::/32"),
    PRIVATE(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "::1/128",
            "::/128",
            "::ffff:0:0/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "fc00::/7",
            "fe80::/10"),
    GLOBAL_AMONG_PRIVATE(
            "192.0.0.9/32",
            "192.0.0.10/32",
            "2001:1::1/128",
            "2001:1::2/128",
            "2001:3::/32",
            "2001:4:112::/48",
            "2001:20::/28",
            "2001:30::/28");

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
    private final List<IpAddress> networks;

    AddressKind(String... networks) {
        this.networks =
                Stream.of(networks).map(IpAddress::of).filter(Objects::nonNull).toList();
    }

    boolean holds(IpAddress address) {
        boolean within = networks.stream().anyMatch(network -> network.contains(address));
        return this == PRIVATE ? within && !GLOBAL_AMONG_PRIVATE.holds(address) : within;
    }

    /** Whether the address is reachable from the internet. */
    static boolean isPublic(IpAddress address) {
        return !PRIVATE.holds(address) && !SHARED.holds(address);
    }
}
