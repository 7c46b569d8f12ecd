package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code random.Random(seed)}: the same seed returns the same numbers, so that a distribution over hosts that
 * Ansible chose does not change. Without a seed, the numbers are cryptographically random.
 */
public final class PythonRandom {
    private static final int SIZE = 624;
    private static final int PERIOD = 397;
    private static final BigInteger HASH_MODULUS = BigInteger.TWO.pow(61).subtract(BigInteger.ONE);
    private static final SecureRandom UNSEEDED = new SecureRandom();

    private final IntSupplier next;

    private PythonRandom(IntSupplier next) {
        this.next = next;
    }

    /** @param seed a text or a number; null for none */
    public static PythonRandom of(@Nullable Object seed) {
        return seed == null ? new PythonRandom(UNSEEDED::nextInt) : new PythonRandom(new MersenneTwister(number(seed)));
    }

    /** A random integer from 0 to {@code bound} - 1. */
    long below(long bound) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound);
        long number;
        do {
            number = bits(bits);
        } while (number >= bound);
        return number;
    }

    private long bits(int count) {
        if (count <= Integer.SIZE) {
            return Integer.toUnsignedLong(next.getAsInt()) >>> (Integer.SIZE - count);
        }
        long low = Integer.toUnsignedLong(next.getAsInt());
        return low | ((Integer.toUnsignedLong(next.getAsInt()) >>> (Long.SIZE - count)) << Integer.SIZE);
    }

    /** Python's {@code randrange}. */
    public long range(long start, long stop, long step) {
        if (step == 0) {
            throw new UserError("the step between random numbers can't be 0");
        }
        BigInteger count = BigInteger.valueOf(stop)
                .subtract(BigInteger.valueOf(start + Long.signum(step)))
                .divide(BigInteger.valueOf(step))
                .add(BigInteger.ONE);
        if (step > 0 ? start >= stop : start <= stop) {
            throw new UserError("there is no number from " + start + " to " + (step > 0 ? "below " : "above ") + stop);
        }
        if (count.bitLength() >= Long.SIZE) {
            throw new UserError("the numbers from " + start + " to " + stop + " are too many");
        }
        return start + step * below(count.longValueExact());
    }

    public <T extends @Nullable Object> T choice(List<T> items) {
        if (items.isEmpty()) {
            throw new UserError("random of nothing");
        }
        return items.get((int) below(items.size()));
    }

    public void shuffle(List<?> items) {
        for (int i = items.size() - 1; i > 0; i--) {
            Collections.swap(items, i, (int) below(i + 1L));
        }
    }

    /** The number from which Python seeds its generator. */
    private static BigInteger number(Object seed) {
        return switch (seed) {
            case String text -> ofText(text.getBytes(StandardCharsets.UTF_8));
            case Boolean on -> on ? BigInteger.ONE : BigInteger.ZERO;
            case Long number -> BigInteger.valueOf(number).abs();
            case Double real -> hash(real);
            default -> throw new UserError("a seed is text or a number, not " + Values.typeName(seed));
        };
    }

    private static BigInteger ofText(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(text);
            return new BigInteger(
                    1,
                    ByteBuffer.allocate(text.length + digest.length)
                            .put(text)
                            .put(digest)
                            .array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // Python's hash of a float: the number modulo a prime, as an unsigned integer of 64 bits.
    private static BigInteger hash(double real) {
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            throw new UserError("a seed is a number that there is, not " + Values.text(real));
        }
        long bits = Double.doubleToLongBits(Math.abs(real));
        int exponent = Math.max(1, (int) (bits >>> 52));
        long mantissa = (bits & ((1L << 52) - 1)) | (bits >>> 52 == 0 ? 0 : 1L << 52);
        BigInteger power = BigInteger.TWO.modPow(BigInteger.valueOf(exponent - 1075), HASH_MODULUS);
        long hash =
                BigInteger.valueOf(mantissa).multiply(power).mod(HASH_MODULUS).longValueExact();
        long signed = real < 0 ? (hash == 1 ? -2 : -hash) : hash; // -1 is an error code in C
        return new BigInteger(Long.toUnsignedString(signed));
    }

    /** MT19937, by Matsumoto and Nishimura, seeded by an array of words. */
    private static final class MersenneTwister implements IntSupplier {
        private final int[] state = new int[SIZE];
        private int at = SIZE;

        MersenneTwister(BigInteger seed) {
            int[] key = words(seed);
            fill(19_650_218);
            int i = 1;
            int j = 0;
            for (int k = Math.max(SIZE, key.length); k > 0; k--) {
                state[i] = (state[i] ^ (state[i - 1] ^ (state[i - 1] >>> 30)) * 1_664_525) + key[j] + j;
                i = after(i);
                j = (j + 1) % key.length;
            }
            for (int k = SIZE - 1; k > 0; k--) {
                state[i] = (state[i] ^ (state[i - 1] ^ (state[i - 1] >>> 30)) * 1_566_083_941) - i;
                i = after(i);
            }
            state[0] = 0x80000000;
        }

        private void fill(int seed) {
            state[0] = seed;
            for (int i = 1; i < SIZE; i++) {
                state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
            }
        }

        private int after(int i) {
            if (i + 1 < SIZE) {
                return i + 1;
            }
            state[0] = state[SIZE - 1];
            return 1;
        }

        /** The words of 32 bits, lowest first. */
        private static int[] words(BigInteger number) {
            int count = Math.max(1, Math.ceilDiv(number.bitLength(), Integer.SIZE));
            int[] words = new int[count];
            Arrays.setAll(words, i -> number.shiftRight(i * Integer.SIZE).intValue());
            return words;
        }

        @Override
        public int getAsInt() {
            if (at == SIZE) {
                twist();
            }
            int word = state[at++];
            word ^= word >>> 11;
            word ^= (word << 7) & 0x9d2c5680;
            word ^= (word << 15) & 0xefc60000;
            return word ^ (word >>> 18);
        }

        private void twist() {
            for (int i = 0; i < SIZE; i++) {
                int both = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
                state[i] = state[(i + PERIOD) % SIZE] ^ (both >>> 1) ^ ((both & 1) == 0 ? 0 : 0x9908b0df);
            }
            at = 0;
        }
    }
}
