package io.hitless.store;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteConnection;
import org.sqlite.util.OSInfo;

/**
 * The native part of the SQLite library. By default the library unpacks it at each start; the build has unpacked it
 * beside the jars.
 */
final class SqliteLibrary {
    private SqliteLibrary() {}

    static void find() {
        if (System.getProperty("org.sqlite.lib.path") != null) {
            return;
        }
        try {
            Path jar = Path.of(SQLiteConnection.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path unpacked =
                    jar.resolveSibling("org/sqlite/native").resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
            if (Files.isDirectory(unpacked)) {
                System.setProperty("org.sqlite.lib.path", unpacked.toString());
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            // the library unpacks itself then
        }
    }
}
