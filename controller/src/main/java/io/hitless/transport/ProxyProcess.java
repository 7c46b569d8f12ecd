package io.hitless.transport;

import java.io.IOException;

/** {@code ProxyCommand}: a local process whose standard input and output lead to the host. */
final class ProxyProcess {
    private ProxyProcess() {}

    static MonitoredSocket start(String command, String host, int port) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "exec " + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new MonitoredSocket(
                host, port, process.getInputStream(), process.getOutputStream(), process::destroyForcibly);
    }
}
