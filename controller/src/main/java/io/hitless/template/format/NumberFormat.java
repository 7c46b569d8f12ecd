package io.hitless.template.format;

import io.hitless.value.ComputeLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The format of one field, in Python's terms.
 *
 * @param align {@code <}, {@code >}, {@code ^}, or {@code =} for padding between sign and digits
 * @param sign {@code -} for negative numbers only, {@code +} for all, or a blank
 * @param precision the number of digits, or -1
 */
public record NumberFormat(
        char align, char fill, char sign, boolean alternate, boolean grouped, int width, int precision) {

    public String text(String text) {
        String cut = precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
        return pad("", cut, align == '=' ? '>' : align);
    }

    public String whole(BigInteger value, char kind) {
        String digits = switch (kind) {
            case 'x' -> value.abs().toString(16);
            case 'X' -> value.abs().toString(16).toUpperCase(Locale.ROOT);
            case 'o' -> value.abs().toString(8);
            case 'b' -> value.abs().toString(2);
            default -> group(value.abs().toString());
        };
        String prefix = alternate && kind != 'd' ? "0" + kind : "";
        return pad(signOf(value.signum() < 0) + prefix, digits, align);
    }

    public String real(double value, char kind) {
        boolean negative = value < 0 || (value == 0 && 1 / value < 0);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return pad(signOf(negative), Double.isNaN(value) ? "nan" : "inf", align);
        }
        int digits = precision < 0 ? 6 : precision;
        BigDecimal exact = new BigDecimal(Math.abs(value));
        String text = switch (Character.toLowerCase(kind)) {
            case 'e' -> exponent(exact, digits);
            case 'g' -> general(exact, Math.max(1, digits));
            case '%' ->
                exact.movePointRight(2).setScale(digits, RoundingMode.HALF_EVEN).toPlainString() + "%";
            default -> group(exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString());
        };
        return pad(signOf(negative), Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text, align);
    }

    private static String exponent(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static String general(BigDecimal value, int digits) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal rounded =
                value.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < -4 || exponent >= digits
                ? exponent(rounded, rounded.precision() - 1)
                : rounded.toPlainString();
    }

    private String group(String digits) {
        if (!grouped) {
            return digits;
        }
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") + (point < 0 ? "" : digits.substring(point));
    }

    private String signOf(boolean negative) {
        return negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
    }

    private String pad(String sign, String body, char where) {
        int missing = Math.max(0, width - sign.length() - body.length());
        ComputeLimits.text(missing);
        String filling = String.valueOf(fill).repeat(missing);
        return switch (where) {
            case '<' -> sign + body + filling;
            case '=' -> sign + filling + body;
            case '^' -> filling.substring(0, missing / 2) + sign + body + filling.substring(missing / 2);
            default -> filling + sign + body;
        };
    }
}
