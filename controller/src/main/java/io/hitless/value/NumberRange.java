package io.hitless.value;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Python's {@code range}: an immutable list of whole numbers at equal distances. It equals other ranges only, and is
 * written as the call that makes it.
 */
public final class NumberRange extends AbstractList<Long> implements RandomAccess {
    private final long start;
    private final long stop;
    private final long step;
    private final int size;

    /**
     * @param step how far a number is from the one before it; not 0
     * @throws ArithmeticException if there are more numbers than a list can have
     */
    public NumberRange(long start, long stop, long step) {
        this.start = start;
        this.stop = stop;
        this.step = step;
        this.size = count(start, stop, step);
    }

    private static int count(long start, long stop, long step) {
        BigInteger width = BigInteger.valueOf(stop).subtract(BigInteger.valueOf(start));
        if (width.signum() != Long.signum(step)) {
            return 0;
        }
        BigInteger[] steps = width.divideAndRemainder(BigInteger.valueOf(step));
        return steps[0].intValueExact() + (steps[1].signum() == 0 ? 0 : 1);
    }

    @Override
    public Long get(int index) {
        return start + Objects.checkIndex(index, size) * step;
    }

    @Override
    public int size() {
        return size;
    }

    /** The range as Python writes it. */
    public String written() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
