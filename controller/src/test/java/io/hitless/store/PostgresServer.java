package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of the tests, on a port of loopback, with passwords. One serves all tests of a JVM; a test that
 * stops it starts one of its own.
 */
public final class PostgresServer implements AutoCloseable {
    static final String PASSWORD = "not guessed";
    private static @Nullable PostgresServer shared;
    private static int databases;

    private final Path directory;
    private final Path programs;
    private final int port;
    private @Nullable Process process;
    private @Nullable String template;

    private PostgresServer(Path directory, Path programs, int port) {
        this.directory = directory;
        this.programs = programs;
        this.port = port;
    }

    /** That of this JVM; it ends with the JVM. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return shared;
    }

    /** One more. */
    public static PostgresServer start() {
        Needed.programs("initdb", "setpriv");
        try {
            Path directory = Files.createTempDirectory("hitless-postgres");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path programs = Path.of(
                            Stream.of(System.getenv("PATH").split(":", -1))
                                    .filter(path -> Files.isExecutable(Path.of(path, "initdb")))
                                    .findFirst()
                                    .orElse("/usr/bin"),
                            "initdb")
                    .toRealPath()
                    .getParent();
            PostgresServer server = new PostgresServer(directory, programs, freePort());
            Path data = Files.createDirectory(directory.resolve("data"));
            Path password = Files.writeString(directory.resolve("password"), PASSWORD);
            if (isRoot()) {
                server.run("chown", "nobody", data.toString(), directory.toString());
            }
            server.run(server.command(
                    "initdb",
                    "-A",
                    "scram-sha-256",
                    "--pwfile",
                    password.toString(),
                    "-E",
                    "UTF8",
                    "--locale",
                    "C",
                    "-U",
                    "postgres",
                    "-N",
                    "-D",
                    data.toString()));
            server.begin();
            return server;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    // The server refuses to run as root.
    private List<String> command(String program, String... words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(words));
        return command;
    }

    private void run(String... command) throws IOException, InterruptedException {
        run(List.of(command));
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process ran = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(ran.waitFor()).as(() -> text(log)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Starts it again. */
    public void begin() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        List<String> command = command(
                "postgres",
                "-F", // what is killed is the server, and not this machine
                "-D",
                directory.resolve("data").toString(),
                "-k",
                directory.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try (Connection _ = admin("postgres")) {
                return;
            } catch (SQLException _) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException(text(log));
    }

    /** Stops it at once, as {@code kill -9} or a power cut would. */
    public void stop() throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            // QUIT: it ends all connections and writes nothing more
            new ProcessBuilder("kill", "-QUIT", String.valueOf(running.pid()))
                    .start()
                    .waitFor();
            running.waitFor(20, TimeUnit.SECONDS);
            process = null;
        }
    }

    /** A new, empty database; its address. */
    String newDatabase() {
        return newDatabase("template0");
    }

    private String newDatabase(String template) {
        String name;
        synchronized (PostgresServer.class) {
            name = "test" + ++databases;
        }
        sql("postgres", "CREATE DATABASE " + name + " TEMPLATE " + template);
        return address("postgres", name);
    }

    String address(String user, String database) {
        return "postgresql://" + user + "@127.0.0.1:" + port + "/" + database;
    }

    /** A new database with the tables of hitless; its address. */
    public synchronized String newState() {
        if (template == null) {
            String made = newDatabase();
            PostgresDatabase.init(PostgresAddress.of(made, Map.of("PGPASSWORD", PASSWORD)));
            template = made.substring(made.lastIndexOf('/') + 1);
        }
        return newDatabase(template);
    }

    /** The password of its users. */
    public String password() {
        return PASSWORD;
    }

    void sql(String database, String statement) {
        try (Connection connection = admin(database);
                Statement todo = connection.createStatement()) {
            todo.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String value(String database, String query) {
        try (Connection connection = admin(database);
                Statement todo = connection.createStatement();
                ResultSet row = todo.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection admin(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", PASSWORD);
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    @Override
    public void close() {
        try {
            stop();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
