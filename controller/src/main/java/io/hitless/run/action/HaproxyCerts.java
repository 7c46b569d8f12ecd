package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The module {@code haproxy_certs}: sends the certificates of a directory to the host as one file, in the form that
 * {@code parts/haproxy_certs_given.sh} of the agent reads.
 */
final class HaproxyCerts implements Action {
    private static final Pattern WANTED =
            Pattern.compile("[^/]+\\.pem(\\.key|\\.ocsp)?|[^/]+/(fullchain\\.pem(\\.ocsp)?|privkey\\.pem)");

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        HostArguments arguments = HostArguments.of(call.task().module(), call);
        if (call.flag("remote_src")) {
            return call.onHost(call.task().module(), arguments.map());
        }
        String src = call.required("src");
        Path directory = LocalFile.find(call, "files", src);
        if (!Files.isDirectory(directory)) {
            throw new UserError(call.task().span(), "'" + src + "' is not a directory: " + directory);
        }
        String sent = call.upload(new ByteArrayInputStream(bundle(call, directory)));
        return call.onHost(call.task().module(), arguments.with("_bundle", sent).map());
    }

    private static byte[] bundle(ActionCall call, Path directory) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Path file : files(directory)) {
            String name = directory.relativize(file).toString();
            byte[] content = Content.of(call, file).bytes();
            byte[] text = name.endsWith(".ocsp")
                    ? Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(content)
                    : content;
            out.writeBytes(("=" + name + "\n").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(text);
            if (text.length > 0 && text[text.length - 1] != '\n') {
                out.write('\n');
            }
        }
        out.writeBytes(".\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** Links are followed: an ACME client's directory has links to the newest files. */
    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory, 2, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> WANTED.matcher(directory.relativize(file).toString())
                            .matches())
                    .filter(Files::isRegularFile)
                    .filter(file -> !directory.relativize(file).toString().matches(".*[\"$`\\\\\n].*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LocalFile.unreadable(directory, e);
        }
    }
}
