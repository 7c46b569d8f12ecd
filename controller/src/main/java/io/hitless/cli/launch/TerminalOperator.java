package io.hitless.cli.launch;

import io.hitless.cli.output.Screen;
import io.hitless.cli.output.Terminal;
import io.hitless.run.operator.Confirmation;
import io.hitless.run.operator.Operator;
import org.jspecify.annotations.Nullable;

/** The operator at the bastion's terminal. */
final class TerminalOperator implements Operator {
    private final Screen screen;
    private boolean all;

    /** @param screen is hidden during questions */
    TerminalOperator(Screen screen) {
        this.screen = screen;
    }

    @Override
    public boolean confirms(String task) {
        if (all) {
            return true;
        }
        Confirmation reply;
        do {
            reply = Confirmation.of(ask("Perform task: " + task + " (N)o/(y)es/(c)ontinue", true));
        } while (reply == Confirmation.UNCLEAR);
        all = reply == Confirmation.CONTINUE;
        return all || reply == Confirmation.YES;
    }

    @Override
    public @Nullable String ask(String prompt, boolean echo) {
        return screen.asking(() -> Terminal.ask(prompt, echo));
    }
}
