package io.hitless.haproxy.live;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release line of HAProxy, such as 2.6; what it can do does not depend on the third number. */
public record HaproxyRelease(int major, int minor) implements Comparable<HaproxyRelease> {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(\\D.*)?");

    /** Returns the release of a version as HAProxy prints it, such as {@code 2.6.12-1+deb12u4}. */
    public static Optional<HaproxyRelease> of(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? Optional.of(
                        new HaproxyRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    public boolean isBefore(HaproxyRelease other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(HaproxyRelease other) {
        return Comparator.comparingInt(HaproxyRelease::major)
                .thenComparingInt(HaproxyRelease::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
