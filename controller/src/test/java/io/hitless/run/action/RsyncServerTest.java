package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsyncServerTest {
    private static String checked(String command) {
        return RsyncServer.checked(command, "rsync", "/srv/a b", List.of("--log-file=/var/log/sync", "/old"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsync --server -vvnlogDtprze.iLsfxCIvu --log-format=%i --delete-after --delay-updates . /srv/a\\ b",
                "rsync --server --sender -logDtprze.LsfxCIvu --timeout=9 . /srv/a\\ b",
                "rsync --server -logDtprze.iLsfxCIvu --partial-dir .~tmp~ --link-dest /old . /srv/a b",
                "rsync --server -re.iLsfxCIvu --log-file=/var/log/sync . /srv/a\\ b"
            })
    void what_the_task_asks_for_is_started(String command) {
        assertThat(checked(command)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh -c id",
                "rsync --server -r . /srv/a\\ b; id",
                "rsync --server -r . $(id)",
                "rsync --server -r . `id`",
                "rsync --server -r . /srv/a\\ b >/etc/passwd",
                "rsync --server -r . /srv/a\\ b\nid",
                "rsync --server -r . '/srv/a b'",
                "rsync --server -r . /etc",
                "rsync --server -r . /srv/a\\ b /etc",
                "rsync --server -sre.iLsfxCIvu . /srv/a\\ b",
                "rsync --server -s",
                "rsync --server -r --log-file=/etc/cron.d/x . /srv/a\\ b",
                "rsync --server -r --log-file=x . /srv/a\\ b",
                "rsync --server -r --backup-dir /etc . /srv/a\\ b",
                "rsync --server -r --files-from=x . /srv/a\\ b",
                "rsync --server -r --link-dest /etc . /srv/a\\ b",
                "rsync --server -r --partial-dir /etc . /srv/a\\ b"
            })
    void anything_else_is_refused(String command) {
        assertThatThrownBy(() -> checked(command))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("wants to start something else");
    }

    @Test
    void the_command_of_the_task_starts_rsync() {
        assertThat(RsyncServer.checked("sudo rsync --server -r . /a", "sudo rsync", "/a", List.of()))
                .isNotEmpty();
        assertThatThrownBy(() -> RsyncServer.checked("rsync --server -r . /a", "sudo rsync", "/a", List.of()))
                .isInstanceOf(UserError.class);
    }
}
