package io.hitless.cli;

import io.hitless.run.Operator;
import io.hitless.run.Reply;
import org.jspecify.annotations.Nullable;

/** The operator at the bastion's terminal. */
final class Typed implements Operator {
    private final Screen screen;
    private boolean all;

    /** @param screen has to give way to questions */
    Typed(Screen screen) {
        this.screen = screen;
    }

    @Override
    public boolean confirms(String task) {
        if (all) {
            return true;
        }
        Reply reply;
        do {
            reply = Reply.of(ask("Perform task: " + task + " (N)o/(y)es/(c)ontinue", true));
        } while (reply == Reply.UNCLEAR);
        all = reply == Reply.CONTINUE;
        return all || reply == Reply.YES;
    }

    @Override
    public @Nullable String ask(String prompt, boolean echo) {
        return screen.asking(() -> Terminal.ask(prompt, echo));
    }
}
