package io.hitless.template.address;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters of {@code ansible.utils} for network addresses. */
public final class AddressFilters {
    private AddressFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("ipaddr", (v, a) -> query(v, a, 0, "ipaddr"), "query", "version", "alias")
                .add("ipv4", (v, a) -> query(v, a, 4, "ipv4"), "query")
                .add("ipv6", (v, a) -> query(v, a, 6, "ipv6"), "query")
                .add("ipwrap", (v, a) -> wrap(v), "query")
                .add("ipsubnet", AddressFilters::subnet, "query", "index")
                .add("ip4_hex", (v, a) -> hex(v, a.text("delimiter", "")), "delimiter")
                .add("nthhost", AddressFilters::nthHost, "query")
                .add("ipcut", (v, a) -> cut(v, a.integer("amount")), "amount")
                .add("ipmath", (v, a) -> step(v, a.integer("amount")), "amount")
                .add("ipv6form", (v, a) -> form(v, a.text("format")), "format")
                .add("network_in_usable", (v, a) -> within(v, a.value("test"), true), "test")
                .add("network_in_network", (v, a) -> within(v, a.value("test"), false), "test")
                .add("next_nth_usable", (v, a) -> stepUsable(v, a.integer("offset")), "offset")
                .add("previous_nth_usable", (v, a) -> stepUsable(v, -a.integer("offset")), "offset")
                .add("usable_range", (v, _) -> range(v))
                .add("reduce_on_network", (v, a) -> reduced(v, a.value("network")), "network")
                .add("cidr_merge", (v, a) -> merge(v, a.text("action", "merge")), "action")
                .add("slaac", (v, a) -> slaac(v, a.value("query", "")), "query")
                .add("hwaddr", (v, a) -> card(v, a.text("query", ""), "hwaddr"), "query", "alias")
                .add("macaddr", (v, a) -> card(v, a.text("query", ""), "macaddr"), "query");
    }

    private static @Nullable Object query(@Nullable Object value, BoundArguments a, int version, String filter) {
        Object wanted = version == 0 && filter.equals("ipaddr") ? a.value("version", false) : (long) version;
        return query(
                value,
                a.value("query", ""),
                Values.truthy(wanted) ? (int) Coercions.integer(wanted, "version") : 0,
                filter);
    }

    private static @Nullable Object query(@Nullable Object value, @Nullable Object query, int version, String filter) {
        if (value instanceof List<?> several) {
            return several.stream()
                    .map(each -> query(each, query, version, filter))
                    .filter(Values::truthy)
                    .toList();
        }
        IpAddress ip = IpAddress.of(value);
        return ip == null || (version != 0 && ip.version() != version) ? false : IpQuery.answer(ip, query, filter);
    }

    private static @Nullable Object wrap(@Nullable Object value) {
        if (value instanceof List<?> several) {
            return several.stream().map(AddressFilters::wrap).toList();
        }
        IpAddress ip = IpAddress.of(value);
        return ip == null ? value : IpQuery.wrapped(ip);
    }

    private static Object subnet(@Nullable Object value, BoundArguments a) {
        IpAddress ip = IpAddress.of(value);
        if (ip == null) {
            return false;
        }
        Object query = a.value("query", "");
        String wanted = Values.text(query);
        Object index = a.value("index", "x");
        if (wanted.isEmpty()) {
            return ip.network().withPrefix();
        }
        if (wanted.matches("\\d{1,3}")) {
            boolean given = index instanceof Long || (index instanceof String text && text.matches("-?\\d+"));
            return Integer.parseInt(wanted) > ip.bits()
                    ? (Object) false
                    : Subnets.of(ip, Integer.parseInt(wanted), given ? new BigInteger(Values.text(index)) : null);
        }
        IpAddress whole = IpAddress.of(query);
        return whole == null ? (Object) false : Subnets.rank(ip, whole);
    }

    private static Object hex(@Nullable Object value, String between) {
        IpAddress ip = IpAddress.of(value);
        if (ip == null || ip.version() != 4 || Values.text(value).contains("/")) {
            throw new UserError("'ip4_hex' wants an IPv4 address, not " + Values.repr(value));
        }
        return List.of(ip.address().split("\\.")).stream()
                .map(part -> String.format(Locale.ROOT, "%02x", Integer.parseInt(part)))
                .collect(Collectors.joining(between));
    }

    private static Object nthHost(@Nullable Object value, BoundArguments a) {
        IpAddress ip = IpAddress.of(value);
        Object query = a.value("query", "");
        if (ip == null || !Values.truthy(query)) {
            return false;
        }
        BigInteger nth = BigInteger.valueOf(
                query instanceof String text ? Long.parseLong(text.strip()) : Coercions.integer(query, "the query"));
        BigInteger place = nth.signum() < 0 ? ip.size().add(nth) : nth;
        return place.signum() < 0 || place.compareTo(ip.size()) >= 0
                ? (Object) false
                : ip.text(ip.first().add(place));
    }

    private static IpAddress required(@Nullable Object value) {
        IpAddress ip = IpAddress.of(value);
        if (ip == null) {
            throw new UserError("no IP address is written " + Values.repr(value));
        }
        return ip;
    }

    /** The first bits, or with a negative amount the last ones, in groups as an address is written. */
    private static String cut(@Nullable Object value, long amount) {
        IpAddress ip = required(value);
        if (Values.text(value).contains("/")) {
            throw new UserError("'ipcut' wants an address, not " + Values.repr(value));
        }
        String all = ip.value().setBit(ip.bits()).toString(2).substring(1);
        int bits = (int) Math.min(Math.abs(amount), ip.bits());
        String left = amount < 0 ? all.substring(ip.bits() - bits) : all.substring(0, bits);
        int group = ip.version() == 4 ? 8 : 16;
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < left.length(); i += group) {
            int number = Integer.parseInt(left.substring(i, Math.min(i + group, left.length())), 2);
            groups.add(Integer.toString(number, ip.version() == 4 ? 10 : 16));
        }
        return String.join(ip.version() == 4 ? "." : ":", groups);
    }

    private static String step(@Nullable Object value, long amount) {
        IpAddress ip = required(value);
        return ip.text(ip.value().add(BigInteger.valueOf(amount)));
    }

    private static String form(@Nullable Object value, String form) {
        IpAddress ip = required(value);
        var groups = IpAddress.groups(ip.value()).stream();
        return switch (form) {
            case "compress" -> ip.address();
            case "expand" ->
                groups.map(group -> String.format(Locale.ROOT, "%04x", group)).collect(Collectors.joining(":"));
            case "x509" ->
                groups.map(group -> String.format(Locale.ROOT, "%x", group)).collect(Collectors.joining(":"));
            default -> throw new UserError("'ipv6form' has no form '" + form + "'");
        };
    }

    private static boolean within(@Nullable Object value, @Nullable Object test, boolean usable) {
        IpAddress ip = required(value);
        IpAddress other = required(test);
        if (!usable) {
            return ip.contains(other);
        }
        UsableRange range = new UsableRange(ip);
        return ip.version() == other.version() && range.contains(other.first()) && range.contains(other.last());
    }

    private static @Nullable Object stepUsable(@Nullable Object value, long offset) {
        IpAddress ip = required(value);
        return ip.prefix() == ip.bits() ? null : new UsableRange(ip).step(offset);
    }

    private static Object range(@Nullable Object value) {
        IpAddress ip = required(value);
        if (!ip.value().equals(ip.first())) {
            throw new UserError(ip.text() + " is an address in a network, and no network");
        }
        if (ip.size().bitLength() > 20) {
            throw new UserError("the network " + ip.text() + " has too many addresses to list");
        }
        List<String> all = new ArrayList<>();
        for (BigInteger at = ip.first(); at.compareTo(ip.last()) <= 0; at = at.add(BigInteger.ONE)) {
            all.add(ip.text(at));
        }
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("usable_ips", all);
        range.put("number_of_ips", (long) all.size());
        return range;
    }

    private static List<?> reduced(@Nullable Object value, @Nullable Object network) {
        IpAddress whole = required(network);
        return Coercions.realList(value, "reduce_on_network").stream()
                .filter(each -> {
                    IpAddress ip = IpAddress.of(each);
                    return ip != null && whole.contains(ip);
                })
                .toList();
    }

    private static Object merge(@Nullable Object value, String action) {
        List<IpAddress> all = Coercions.realList(value, "cidr_merge").stream()
                .map(AddressFilters::required)
                .toList();
        return switch (action) {
            case "merge" ->
                Subnets.merged(all).stream().map(IpAddress::withPrefix).toList();
            case "span" ->
                all.isEmpty() ? (Object) List.of() : Subnets.span(all).withPrefix();
            default -> throw new UserError("'cidr_merge' has no action '" + action + "'");
        };
    }

    private static Object slaac(@Nullable Object value, @Nullable Object card) {
        IpAddress ip = IpAddress.of(value);
        MacAddress mac = MacAddress.of(card);
        if (ip == null || mac == null || ip.version() != 6) {
            return false;
        }
        return ip.text(ip.first().or(new BigInteger(Long.toUnsignedString(mac.interfaceId()))));
    }

    private static @Nullable Object card(@Nullable Object value, String form, String filter) {
        MacAddress mac = MacAddress.of(value);
        if (form.isEmpty()) {
            return mac == null ? null : value;
        }
        if (mac == null) {
            if (form.equals("bool")) {
                return false;
            }
            throw new UserError("no hardware address is written " + Values.repr(value));
        }
        return mac.as(form, filter);
    }
}
