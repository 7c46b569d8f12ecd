package io.hitless.agent;

import java.io.IOException;

/** The identity could not be changed; the message says why. */
public final class BecomeFailure extends IOException {
    private static final long serialVersionUID = 1;

    BecomeFailure(String message) {
        super(message);
    }
}
