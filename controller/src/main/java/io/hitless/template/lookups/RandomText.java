package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.value.ComputeLimits;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A random text of wanted kinds of characters. */
final class RandomText {
    static final String[] PARAMETERS = {
        "length",
        "lower",
        "upper",
        "numbers",
        "special",
        "min_lower",
        "min_upper",
        "min_numeric",
        "min_special",
        "override_special",
        "override_all",
        "ignore_similar_chars",
        "similar_chars",
        "base64"
    };

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String SPECIAL = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StringBuilder available = new StringBuilder();
    private final List<Character> chosen = new ArrayList<>();
    private final String similar;

    private RandomText(String similar) {
        this.similar = similar;
    }

    static String of(BoundArguments a) {
        String unlike = a.has("similar_chars") ? a.text("similar_chars") : "il1LoO0";
        RandomText text = new RandomText(a.flag("ignore_similar_chars", false) ? unlike : "");
        String all = a.textOrNull("override_all");
        if (all != null) {
            text.available.append(text.allowed(all));
        } else {
            String special = a.textOrNull("override_special");
            text.kind(a, LOWER, "lower", "min_lower");
            text.kind(a, LOWER.toUpperCase(Locale.ROOT), "upper", "min_upper");
            text.kind(a, DIGITS, "numbers", "min_numeric");
            text.kind(a, special == null ? SPECIAL : special, "special", "min_special");
        }
        require(text.available);
        String made = text.ofLength(a.integer("length", 8));
        return a.flag("base64", false)
                ? Base64.getEncoder().encodeToString(made.getBytes(StandardCharsets.UTF_8))
                : made;
    }

    private String allowed(String characters) {
        StringBuilder out = new StringBuilder();
        characters.chars().filter(each -> similar.indexOf(each) < 0).forEach(each -> out.append((char) each));
        return out.toString();
    }

    private void kind(BoundArguments a, String characters, String wanted, String least) {
        String allowed = allowed(characters);
        if (a.flag(wanted, true)) {
            available.append(allowed);
        }
        choose(allowed, a.integer(least, 0));
    }

    private static void require(CharSequence characters) {
        if (characters.isEmpty()) {
            throw new UserError("no characters are left to choose from");
        }
    }

    private void choose(String characters, long count) {
        ComputeLimits.values(chosen.size() + Math.max(0, count));
        if (count > 0) {
            require(characters);
        }
        for (long i = 0; i < count; i++) {
            chosen.add(characters.charAt(RANDOM.nextInt(characters.length())));
        }
    }

    private String ofLength(long length) {
        choose(available.toString(), length - chosen.size());
        Collections.shuffle(chosen, RANDOM);
        StringBuilder out = new StringBuilder();
        chosen.forEach(out::append);
        return out.toString();
    }
}
