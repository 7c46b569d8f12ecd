package io.hitless.agent;

import java.io.IOException;

/** The identity could not be taken on; the message says why in the operator's words. */
public final class BecomeFailure extends IOException {
    private static final long serialVersionUID = 1;

    BecomeFailure(String message) {
        super(message);
    }
}
