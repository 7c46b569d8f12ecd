package io.hitless.agent;

/** A process of a host in which an agent runs: it greets, then answers each call with what a test says. */
final class FakeAgent {
    static final String DONE = " e 0 \n\n";
    static final String WORK = "/tmp/hitless.w";

    final FakeProcess process = new FakeProcess();

    /** @param records what each call is answered with: its number comes before each line of them */
    FakeAgent(String... records) {
        Thread.ofVirtual().start(() -> {
            try {
                String sent = process.awaitSent("hello\n");
                process.output.says("hitless " + sent.split("'", 3)[1] + " 4711 " + WORK + "\n");
                for (int call = 1; call <= records.length; call++) {
                    process.awaitSent("lost " + call + " ");
                    process.output.says(call + records[call - 1]);
                }
            } catch (AssertionError _) {
                // it was ended before it was asked more
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
