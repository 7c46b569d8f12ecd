package io.hitless.simulated;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * The shell of a host: takes the agent's program, and answers its calls from the recording. Bytes are characters here
 * (ISO 8859-1), so that lengths stay true.
 */
final class SimulatedShell implements Command {
    private static final String KEY = "t_key='";

    private final String host;
    private final RecordedAnswers answers;
    private final Duration delay;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private ExitCallback exit = (_, _, _) -> {};

    SimulatedShell(String host, RecordedAnswers answers, Duration delay) {
        this.host = host;
        this.answers = answers;
        this.delay = delay;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        // A simulated host has no complaints.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) {
        Thread.ofVirtual().name(host).start(() -> {
            try {
                serve(new BufferedReader(new InputStreamReader(in, ISO_8859_1)));
                exit.onExit(0);
            } catch (IOException | InterruptedException e) {
                exit.onExit(1, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Lines are the agent's program, until the first of a call; and then the call, until its last. */
    private void serve(BufferedReader lines) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(KEY)) {
                greet(line.substring(KEY.length(), line.length() - 1));
                continue; // the real agent has its own
            }
            if (SimulatedCall.beginsWith(line)) {
                answers.define(text.toString());
                text.setLength(0);
            }
            text.append(line).append('\n');
            if (SimulatedCall.endsWith(line)) {
                answer(SimulatedCall.of(text.toString()));
                text.setLength(0);
            }
        }
    }

    // Before the program is complete: the controller sends its first call without waiting for this.
    private void greet(String key) throws IOException {
        say("hitless " + key + " 4711 /tmp/.hitless-" + key + "\n");
    }

    private void answer(SimulatedCall call) throws IOException, InterruptedException {
        StringBuilder answer = new StringBuilder();
        answers.to(host, call).forEach(each -> answer.append(call.number()).append(each));
        Thread.sleep(delay);
        say(answer.toString());
    }

    private void say(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void destroy(ChannelSession channel) {
        // The thread ends with its input.
    }
}
