package io.hitless.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Fields that occur in several parts of the page's data. */
final class PageFields {
    private PageFields() {}

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(VisibleText.text(text));
        }
        out.writeEndArray();
    }

    static void numbers(JsonGenerator out, String name, List<? extends Number> numbers) throws IOException {
        out.writeArrayFieldStart(name);
        for (Number number : numbers) {
            out.writeNumber(number.longValue());
        }
        out.writeEndArray();
    }
}
