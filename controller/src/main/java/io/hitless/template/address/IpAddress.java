package io.hitless.template.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, with the network that contains it.
 *
 * @param version 4 or 6
 * @param prefix the length of the network part in bits
 * @param isNetworkGiven whether the text contained a prefix or mask
 */
record IpAddress(int version, BigInteger value, int prefix, boolean isNetworkGiven) {
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,40}");

    /** Reads an address from a text or number. Returns null if the value is not an address. */
    static @Nullable IpAddress of(@Nullable Object value) {
        return switch (value) {
            case Long number when number >= 0 -> of(BigInteger.valueOf(number));
            case BigInteger number -> of(number);
            case String text when DIGITS.matcher(text).matches() -> of(new BigInteger(text));
            case String text -> parsed(text);
            case null, default -> null;
        };
    }

    private static @Nullable IpAddress of(BigInteger number) {
        int bits = number.bitLength();
        return number.signum() < 0 || bits > 128
                ? null
                : new IpAddress(bits <= 32 ? 4 : 6, number, bits <= 32 ? 32 : 128, false);
    }

    private static @Nullable IpAddress parsed(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean isV6 = address.indexOf(':') >= 0;
        BigInteger value = isV6 ? v6(address) : v4(address);
        int bits = isV6 ? 128 : 32;
        if (value == null) {
            return null;
        }
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
        return prefix < 0 ? null : new IpAddress(isV6 ? 6 : 4, value, prefix, slash >= 0);
    }

    /** Reads what follows the slash: a prefix length, a netmask or a host mask. Returns the prefix length, or -1. */
    private static int prefix(String text, int bits) {
        if (DIGITS.matcher(text).matches()) {
            return text.length() < 4 && Integer.parseInt(text) <= bits ? Integer.parseInt(text) : -1;
        }
        BigInteger mask = bits == 32 ? v4(text) : text.indexOf(':') < 0 ? null : v6(text);
        return mask == null ? -1 : Math.max(maskLength(mask, bits), maskLength(mask.xor(ones(bits)), bits));
    }

    /** The number of leading ones in a mask; -1 if ones follow after a zero. */
    static int maskLength(BigInteger mask, int bits) {
        BigInteger hosts = mask.xor(ones(bits));
        return hosts.and(hosts.add(BigInteger.ONE)).signum() == 0 ? bits - hosts.bitLength() : -1;
    }

    private static @Nullable BigInteger v4(String text) {
        if (!DOTTED.matcher(text).matches()) {
            return null;
        }
        long value = 0;
        for (String part : text.split("\\.", -1)) {
            int octet = Integer.parseInt(part);
            if (octet > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return null;
            }
            value = value << 8 | octet;
        }
        return BigInteger.valueOf(value);
    }

    private static @Nullable BigInteger v6(String text) {
        int gap = text.indexOf("::");
        List<Integer> groups = new ArrayList<>();
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        if (gap < 0) {
            return groups(text, groups) && groups.size() == 8 ? joined(groups) : null;
        }
        List<Integer> after = new ArrayList<>();
        boolean reads = groups(text.substring(0, gap), groups) && groups(text.substring(gap + 2), after);
        if (!reads || groups.size() + after.size() > 7) {
            return null;
        }
        while (groups.size() + after.size() < 8) {
            groups.add(0);
        }
        groups.addAll(after);
        return joined(groups);
    }

    private static boolean groups(String text, List<Integer> groups) {
        if (text.isEmpty()) {
            return true;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            BigInteger dotted = i == parts.length - 1 ? v4(parts[i]) : null;
            if (dotted != null) {
                groups.add(dotted.intValue() >>> 16);
                groups.add(dotted.intValue() & 0xffff);
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return false;
            }
        }
        return true;
    }

    private static BigInteger joined(List<Integer> groups) {
        BigInteger value = BigInteger.ZERO;
        for (int group : groups) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return value;
    }

    private static BigInteger ones(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    int bits() {
        return version == 4 ? 32 : 128;
    }

    BigInteger hostMask() {
        return ones(bits() - prefix);
    }

    BigInteger netMask() {
        return hostMask().xor(ones(bits()));
    }

    BigInteger first() {
        return value.andNot(hostMask());
    }

    BigInteger last() {
        return value.or(hostMask());
    }

    BigInteger size() {
        return BigInteger.ONE.shiftLeft(bits() - prefix);
    }

    /** Whether this is the address of a network, not of a host in it. */
    boolean isNetwork() {
        return prefix < bits() && value.equals(first());
    }

    boolean contains(IpAddress other) {
        return version == other.version && first().compareTo(other.first()) <= 0 && last().compareTo(other.last()) >= 0;
    }

    IpAddress withPrefix(int length) {
        return new IpAddress(version, value, length, true);
    }

    IpAddress network() {
        return new IpAddress(version, first(), prefix, true);
    }

    /** Another address of the same version, as text. */
    String text(BigInteger address) {
        return version == 4 ? dotted(address) : compressed(address);
    }

    String address() {
        return text(value);
    }

    String withPrefix() {
        return address() + "/" + prefix;
    }

    /** The address in the form in which it was given: with the prefix only if it had one. */
    String text() {
        return isNetworkGiven ? withPrefix() : address();
    }

    static String dotted(BigInteger address) {
        long value = address.longValue();
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }

    /** The eight groups of an IPv6 address. */
    static List<Integer> groups(BigInteger address) {
        List<Integer> groups = new ArrayList<>();
        for (int shift = 112; shift >= 0; shift -= 16) {
            groups.add(address.shiftRight(shift).intValue() & 0xffff);
        }
        return groups;
    }

    /**
     * The IPv6 address as text. The longest run of at least two zero groups is written as {@code ::}; the first of
     * several.
     */
    private static String compressed(BigInteger address) {
        List<Integer> groups = groups(address);
        if (address.shiftRight(32).equals(BigInteger.valueOf(0xffff))) {
            return "::ffff:" + dotted(address);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups.get(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return start < 0 ? hex(groups) : hex(groups.subList(0, start)) + "::" + hex(groups.subList(start + length, 8));
    }

    private static String hex(List<Integer> groups) {
        return String.join(
                ":",
                groups.stream()
                        .map(group -> String.format(Locale.ROOT, "%x", group))
                        .toList());
    }
}
