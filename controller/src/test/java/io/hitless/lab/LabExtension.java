package io.hitless.lab;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab for all test classes of a run: raised when the first wants it, taken down after the last, whatever happened
 * between. Each class finds its hosts as new.
 */
final class LabExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace ALL_TESTS = ExtensionContext.Namespace.create(LabExtension.class);

    /** What raising the lab came to; it is tried once. */
    sealed interface Raising extends AutoCloseable {
        @Override
        void close() throws IOException;

        record Raised(Lab lab) implements Raising {
            @Override
            public void close() throws IOException {
                lab.close();
            }
        }

        /** The reason is printed after all tests, so that it stands at the end of what a build prints. */
        record LeftOut(String why) implements Raising {
            @Override
            public void close() {
                System.out.println("left out: the tests on lab hosts, because " + why);
            }
        }

        record Failed(Throwable why) implements Raising {
            @Override
            public void close() {}
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return switch (raising(context)) {
            case Raising.LeftOut(String why) -> ConditionEvaluationResult.disabled("left out, because " + why);
            case Raising.Raised _, Raising.Failed _ -> ConditionEvaluationResult.enabled("the lab is there");
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        if (raising(context) instanceof Raising.Raised(Lab lab)) {
            lab.renewFor(context.getRequiredTestClass());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return switch (raising(context)) {
            case Raising.Raised(Lab lab) -> lab;
            case Raising.LeftOut(String why) -> throw new IllegalStateException(why);
            case Raising.Failed(Throwable why) ->
                throw new AssertionError("the lab could not be raised: " + why.getMessage(), why);
        };
    }

    private static Raising raising(ExtensionContext context) {
        return context.getRoot().getStore(ALL_TESTS).computeIfAbsent(Raising.class, _ -> raise(), Raising.class);
    }

    private static Raising raise() {
        try {
            return new Raising.Raised(Lab.raise());
        } catch (Lab.LeftOut e) {
            return new Raising.LeftOut(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Raising.Failed(e);
        } catch (IOException | AssertionError e) {
            return new Raising.Failed(e);
        }
    }
}
