package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Jinja2's {@code lipsum}: meaningless text as a placeholder. */
final class LoremIpsum {
    private static final List<String> WORDS =
            List.of(("a ac ad aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit commodo"
                + " condimentum congue consectetuer consequat convallis cras cubilia cum cursus dapibus diam dictum"
                + " dolor donec dui egestas eget elit enim erat eros est et etiam eu facilisi fames felis fermentum"
                + " feugiat fringilla fusce gravida habitant hendrerit iaculis id imperdiet in integer ipsum justo"
                + " lacinia lacus laoreet lectus leo libero ligula lobortis lorem luctus maecenas magna massa mattis"
                + " mauris metus mi morbi mus nam nec neque netus nibh nisi nisl non nostra nulla nunc odio orci"
                + " ornare pede pellentesque pharetra porta porttitor posuere potenti pretium primis proin pulvinar"
                + " purus quam quis quisque rhoncus risus rutrum sagittis sapien sed sem semper senectus sit sociis"
                + " sodales sollicitudin suscipit taciti tellus tempor tempus tincidunt tortor tristique turpis"
                + " ullamcorper ultrices urna ut varius vehicula vel velit venenatis vestibulum vitae vivamus viverra"
                + " volutpat vulputate")
                    .split(" "));

    private final RandomGenerator random = RandomGenerator.getDefault();

    /** Returns {@code paragraphs} paragraphs, each with at least {@code least} and fewer than {@code most} words. */
    String text(long paragraphs, boolean html, long least, long most) {
        ComputeLimits.values(Math.max(0, paragraphs) * Math.max(1, most));
        List<String> made = new ArrayList<>();
        for (long i = 0; i < paragraphs; i++) {
            made.add(html ? "<p>" + paragraph(least, most) + "</p>" : paragraph(least, most));
        }
        return String.join(html ? "\n" : "\n\n", made);
    }

    private String paragraph(long least, long most) {
        long words = random.nextLong(least, Math.max(least + 1, most));
        StringBuilder out = new StringBuilder();
        boolean starts = true;
        int untilComma = random.nextInt(3, 9);
        int untilStop = random.nextInt(10, 21);
        for (long i = 0; i < words; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            out.append(out.isEmpty() ? "" : " ").append(starts ? StringMethods.capitalize(word) : word);
            starts = false;
            if (--untilStop == 0 || i == words - 1) {
                out.append('.');
                starts = true;
                untilStop = random.nextInt(10, 21);
                untilComma = random.nextInt(3, 9);
            } else if (--untilComma == 0) {
                out.append(',');
                untilComma = random.nextInt(3, 9);
            }
        }
        return out.toString();
    }
}
