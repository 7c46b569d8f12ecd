package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees between machines that are reached by real ssh, with rsync at both ends and no ssh of its own. */
class SynchronizeIT extends OverSsh {
    @BeforeEach
    void files() throws IOException {
        Needed.programs("rsync");
        bastion.write("src/a", "new\n");
        bastion.write("src/d/b b", "b\n");
        bastion.write("t1/a", "older\n");
        bastion.write("t1/mine", "mine\n");
    }

    private void play(String... tasks) throws IOException {
        StringBuilder text = new StringBuilder("- hosts: h1\n  gather_facts: false\n  tasks:\n");
        for (String task : tasks) {
            text.append("    - ").append(task.replace("\n", "\n      ")).append('\n');
        }
        bastion.write("site.yml", text.toString());
    }

    private List<String> tree(String directory) throws IOException {
        Path root = bastion.file(directory);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_tree_is_pushed_once_and_rolled_back() throws Exception {
        play(
                "synchronize: {src: src/, dest: DIR/t1, delete: true}\nregister: r",
                "debug: {msg: '{{ r.cmd }} {{ r.stdout_lines | length }}'}",
                "synchronize: {src: src/, dest: DIR/t1, delete: true}");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).containsPattern("h1 +: ok=3 +changed=1 ").containsPattern("root@\\S+:\\S+/t1 \\d");
        assertThat(tree("t1")).containsExactly("a", "d/b b");
        assertThat(bastion.lines("t1/a")).containsExactly("new");

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(tree("t1")).containsExactly("a", "mine");
        assertThat(bastion.lines("t1/a")).containsExactly("older");
    }

    @Test
    void check_mode_tells_and_changes_nothing() throws Exception {
        play("synchronize: {src: src/, dest: DIR/t1, delete: true}");

        Bastion.Ended run = bastion.rollOut("--check", "--diff");

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).contains("deleting   mine").containsPattern("h1 +: ok=1 +changed=1 ");
        assertThat(tree("t1")).containsExactly("a", "mine");
    }

    @Test
    void a_tree_is_pulled() throws Exception {
        play("synchronize: {src: DIR/t1/, dest: pulled, mode: pull}");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(tree("pulled")).containsExactly("a", "mine");
    }

    @Test
    void a_tree_goes_from_one_host_to_another_and_is_rolled_back() throws Exception {
        play("synchronize: {src: DIR/src/, dest: 'DIR/t1/from h2'}\ndelegate_to: h2");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).containsPattern("h1 +: ok=1 +changed=1 ");
        assertThat(tree("t1/from h2")).containsExactly("a", "d/b b");

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(tree("t1")).containsExactly("a", "mine");
    }

    @Test
    void a_delegate_pulls_and_a_host_copies_within_itself() throws Exception {
        play(
                "synchronize: {src: DIR/t1/, dest: DIR/got, mode: pull}\ndelegate_to: h2",
                "synchronize: {src: DIR/t1/a, dest: DIR/t1/copied}\ndelegate_to: '{{ inventory_hostname }}'");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).containsPattern("h1 +: ok=2 +changed=2 ");
        assertThat(tree("got")).containsExactly("a", "mine");
        assertThat(bastion.lines("t1/copied")).containsExactly("older");
    }

    @Test
    void what_goes_wrong_on_the_host_is_told() throws Exception {
        play(
                "synchronize: {src: DIR/src/, dest: DIR/no/such/place}\nignore_errors: true",
                "synchronize: {src: src/, dest: DIR/t1, rsync_path: /no/rsync}\nignore_errors: true",
                "synchronize: {src: src/, dest: DIR/t1, dest_port: 1}\nignore_unreachable: true");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .containsPattern("\\S+/no/such/place\\S+ failed: No such file or directory")
                .contains("/no/rsync: not found")
                .contains("connection refused");
    }

    @Test
    void what_goes_wrong_here_is_told() throws Exception {
        play(
                "synchronize: {src: nothing/, dest: DIR/t1}\nignore_errors: true",
                "synchronize: {src: src/, dest: DIR/t1, rsync_opts: [--no-such-option]}\nignore_errors: true",
                "synchronize: {src: src/, dest: DIR/t1}\nvars: {ansible_rsync_path: norsync}\nignore_errors: true");

        Bastion.Ended run = bastion.rollOut("--check");

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .contains("nothing\\\" failed: No such file")
                .contains("--no-such-option: unknown option")
                .contains("norsync is not installed on localhost");
    }

    @Test
    void a_large_file_arrives_whole() throws Exception {
        byte[] data = new byte[40 << 20];
        new Random(7).nextBytes(data);
        Files.write(bastion.file("t1/large"), data);
        play("synchronize: {src: DIR/t1/large, dest: DIR/back, mode: pull}");

        Bastion.Ended run = bastion.rollOut();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(Files.readAllBytes(bastion.file("back"))).isEqualTo(data);
    }
}
