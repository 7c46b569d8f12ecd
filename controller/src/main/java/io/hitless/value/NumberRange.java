package io.hitless.value;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Python's {@code range}: an immutable list of whole numbers at equal distances. It equals other ranges only, and is
 * written as the call that makes it.
 */
public final class NumberRange extends AbstractList<Long> implements RandomAccess {
    private final List<Long> numbers;
    private final String written;

    /** @param step how far a number is from the one before it; not 0 */
    public NumberRange(List<Long> numbers, long start, long stop, long step) {
        this.numbers = List.copyOf(numbers);
        this.written = "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }

    @Override
    public Long get(int index) {
        return numbers.get(index);
    }

    @Override
    public int size() {
        return numbers.size();
    }

    /** The range as Python writes it. */
    public String written() {
        return written;
    }
}
