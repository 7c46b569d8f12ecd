package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitStateTest {
    @TempDir
    Path dir;

    @BeforeEach
    void needs_git() throws Exception {
        Needed.programs("git");
    }

    private int git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return git.waitFor();
    }

    private void commit() throws Exception {
        git("init", "-q", "-b", "trunk");
        Files.writeString(dir.resolve("site.yml"), "[]\n");
        git("add", ".");
        git("commit", "-q", "-m", "first");
    }

    @Test
    void a_clean_checkout_is_its_commit_and_branch() throws Exception {
        commit();
        GitState state = GitState.ask(dir).get();
        assertThat(state).isNotNull();
        assertThat(state.commit()).matches("[0-9a-f]{40}");
        assertThat(state.branch()).isEqualTo("trunk");
        assertThat(state.dirty()).isFalse();
        assertThat(state.brief()).isEqualTo(state.commit().substring(0, 8));
    }

    @Test
    void a_file_that_git_does_not_know_makes_it_dirty() throws Exception {
        commit();
        Files.writeString(dir.resolve("new.yml"), "[]\n");
        GitState state = GitState.of(dir);
        assertThat(state).isNotNull();
        assertThat(state.dirty()).isTrue();
        assertThat(state.brief()).isEqualTo(state.commit().substring(0, 8) + "+");
    }

    @Test
    void a_detached_checkout_has_no_branch() throws Exception {
        commit();
        git("checkout", "-q", "--detach");
        assertThat(GitState.of(dir)).isNotNull().extracting(GitState::branch).isNull();
    }

    @Test
    void without_a_commit_or_a_repository_there_is_none() throws Exception {
        assertThat(GitState.of(dir)).isNull();
        git("init", "-q");
        assertThat(GitState.of(dir)).isNull();
    }

    @Test
    void a_short_commit_is_said_as_it_is() {
        assertThat(new GitState("abc", null, false).brief()).isEqualTo("abc");
    }
}
