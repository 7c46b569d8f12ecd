package io.hitless.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.cli.Hitless;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The main class of a worker's JVM: reads commands, one in a line of JSON, and carries them out in its working
 * directory, which a JVM cannot change. The answer is a line of JSON, too.
 */
final class Worker {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param output standard output, and a last line {@code exit CODE} */
    record Answer(String output) {}

    private Worker() {}

    static String line(Object message) throws JsonProcessingException {
        return JSON.writeValueAsString(message);
    }

    static Answer answer(String line) throws JsonProcessingException {
        return JSON.readValue(line, Answer.class);
    }

    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(line(carryOut(JSON.readValue(line, AnsibleCommand.class))));
        }
    }

    private static Answer carryOut(AnsibleCommand command) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(command.settings());
        Hitless done = Hitless.configured(environment, command.words().toArray(String[]::new));
        return new Answer(done.out() + "exit " + done.exit() + "\n");
    }
}
