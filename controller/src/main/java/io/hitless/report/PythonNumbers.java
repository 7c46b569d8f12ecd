package io.hitless.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.hitless.value.Values;
import java.io.IOException;

/** Fractions in JSON as Python writes them: {@code 1704153600.0}, where Java writes {@code 1.7041536E9}. */
public final class PythonNumbers extends SimpleModule {
    private static final long serialVersionUID = 1;

    public PythonNumbers() {
        super("python-numbers");
        addSerializer(Double.class, new Fraction());
    }

    private static final class Fraction extends JsonSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(number)) {
                out.writeNumber(Values.text(number));
            } else {
                out.writeRawValue(number.isNaN() ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            }
        }
    }
}
