package io.hitless.galaxy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version.
 *
 * @param pre the parts of a pre-release, such as {@code rc}, {@code 1}; empty for a release
 */
record SemanticVersion(String written, List<BigInteger> numbers, List<String> pre)
        implements Comparable<SemanticVersion> {
    private static final Pattern FORM =
            Pattern.compile("v?(\\d+(?:\\.\\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** @return null if it is not a version */
    static @Nullable SemanticVersion parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return null;
        }
        String pre = form.group(2);
        return new SemanticVersion(
                text.strip(),
                Arrays.stream(form.group(1).split("\\.", -1))
                        .map(BigInteger::new)
                        .toList(),
                pre == null ? List.of() : List.of(pre.split("\\.", -1)));
    }

    boolean isRelease() {
        return pre.isEmpty();
    }

    /** Whether both are the same version, even if they are written differently. */
    boolean equalTo(SemanticVersion other) {
        return compareTo(other) == 0;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int most = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < most; i++) {
            int order = number(i).compareTo(other.number(i));
            if (order != 0) {
                return order;
            }
        }
        if (isRelease() || other.isRelease()) {
            return Boolean.compare(isRelease(), other.isRelease());
        }
        for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
            int order = comparePart(pre.get(i), other.pre.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pre.size(), other.pre.size());
    }

    private BigInteger number(int i) {
        return i < numbers.size() ? numbers.get(i) : BigInteger.ZERO;
    }

    // Numbers come before words.
    private static int comparePart(String one, String other) {
        boolean number = NUMBER.matcher(one).matches();
        boolean otherNumber = NUMBER.matcher(other).matches();
        if (number && otherNumber) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return number == otherNumber ? one.compareTo(other) : number ? -1 : 1;
    }

    @Override
    public String toString() {
        return written;
    }
}
