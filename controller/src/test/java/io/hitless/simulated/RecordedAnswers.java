package io.hitless.simulated;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a real agent on this machine answered. The first host that sends a call has it executed; the others, whose calls
 * differ only in the host's name, get the same answer with their own. The names of hosts must be of one length, because
 * answers hold lengths.
 */
final class RecordedAnswers implements AutoCloseable {
    private static final String HOST = "\0";

    private final Process agent;
    private final OutputStream input;
    private final InputStream output;
    private final Set<String> defined = new HashSet<>();
    private final Map<String, List<String>> recorded = new ConcurrentHashMap<>();
    private int calls;

    /** @param directory what the agent keeps of rollouts goes there */
    RecordedAnswers(Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh").redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("HITLESS_AGENT_STATE", directory.resolve("agent").toString());
        agent = builder.start();
        input = agent.getOutputStream();
        output = new BufferedInputStream(agent.getInputStream());
        send("t_key='recorded'\n");
    }

    /** Hands a part of the agent's program to the real agent, once. */
    synchronized void define(String program) throws IOException {
        if (defined.add(program)) {
            send(program);
        }
    }

    /** The answer to a call: records without the number of the call that each begins with. */
    List<String> to(String host, SimulatedCall call) {
        return recorded
                .computeIfAbsent(call.ofAnyHost(host, HOST), text -> execute(text.replace(HOST, host), host))
                .stream()
                .map(each -> each.replace(HOST, host))
                .toList();
    }

    private synchronized List<String> execute(String text, String host) {
        try {
            calls++;
            send(new SimulatedCall(String.valueOf(calls), text).encoded());
            List<String> records = new ArrayList<>();
            while (true) {
                String header = line();
                if (header.startsWith("hitless recorded ")) {
                    continue; // the agent greets before its first answer
                }
                String[] words = header.split(" ", 4); // number, type, length, name
                String value = new String(output.readNBytes(Integer.parseInt(words[2]) + 1), ISO_8859_1);
                records.add((header.substring(words[0].length()) + "\n" + value).replace(host, HOST));
                if (words[1].equals("e") || words[1].equals("q")) {
                    return records;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = output.read(); read != '\n'; read = output.read()) {
            if (read < 0) {
                throw new EOFException("the real agent has ended");
            }
            line.write(read);
        }
        return line.toString(ISO_8859_1);
    }

    private void send(String text) throws IOException {
        input.write(text.getBytes(ISO_8859_1));
        input.flush();
    }

    @Override
    public void close() throws IOException {
        input.close(); // its input ends, and so does the agent
    }
}
