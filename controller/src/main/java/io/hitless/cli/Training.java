package io.hitless.cli;

import io.hitless.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Runs the commands on the lines of standard input one after the other: what the JVM records for its AOT cache has to
 * happen in one process. Words are separated by blanks.
 */
public final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException {
        Terminal.open();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(line + ": " + Main.run(line.split(" ", -1)));
        }
        System.out.flush();
    }
}
