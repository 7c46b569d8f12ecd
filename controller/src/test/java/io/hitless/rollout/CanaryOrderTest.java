package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.run.policy.HostStatus;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.Expression;
import io.hitless.template.Language;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One canary for each kind of host. */
class CanaryOrderTest {
    private static final Expression KIND = Language.plain()
            .expression(MappedText.verbatim(Span.whole(new SourceFile("site.yml", "kind")))
                    .trusted());

    private static List<String> chosen(FakeBatch play) throws InterruptedException {
        return new CanaryOrder(List.of(KIND)).choose(play);
    }

    private static FakeBatch play(String... kinds) {
        String[] hosts = new String[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            hosts[i] = "h" + (i + 1);
        }
        FakeBatch play = FakeBatch.live(hosts);
        for (int i = 0; i < kinds.length; i++) {
            play.values.put(hosts[i], kinds[i]);
        }
        return play;
    }

    @Test
    void the_first_host_of_each_kind_goes_ahead() throws InterruptedException {
        FakeBatch play = play("edge", "edge", "core", "edge", "core");
        assertThat(chosen(play)).containsExactly("h1", "h3");
        assertThat(play.told()).startsWith("canaries by kind: ").endsWith("; then 3 other hosts");
        Event.Decision decision = play.decisions.getFirst();
        assertThat(decision.figures())
                .containsEntry("canaries", 2L)
                .containsEntry("total", 5L)
                .containsEntry("unknown", 0L);
        assertThat(play.done).as("no facts are needed").isEmpty();
    }

    @Test
    void without_an_order_there_are_no_canaries_and_nothing_is_decided() throws InterruptedException {
        FakeBatch play = play("edge");
        assertThat(new CanaryOrder(List.of()).choose(play)).isEmpty();
        assertThat(play.decisions).isEmpty();
    }

    @Test
    void a_lost_host_is_no_canary() throws InterruptedException {
        FakeBatch play = play("edge", "edge").stands("h1", HostStatus.State.UNREACHABLE);
        assertThat(chosen(play)).containsExactly("h2");
    }

    @Test
    void facts_are_gathered_of_hosts_whose_kind_is_not_known() throws InterruptedException {
        FakeBatch play = FakeBatch.live("h1", "h2");
        play.values.put("h1", "edge");
        play.facts.put("h2", "core");
        assertThat(chosen(play)).containsExactly("h1", "h2");
        assertThat(play.done).containsExactly("facts h2");
    }

    @Test
    void a_host_whose_kind_stays_unknown_is_never_a_canary() throws InterruptedException {
        FakeBatch play = FakeBatch.live("h1", "h2");
        play.values.put("h1", "edge");
        assertThat(chosen(play)).containsExactly("h1");
        assertThat(play.told()).contains("h2").endsWith("so no canary stands for it");
    }

    @Test
    void a_recorded_decision_is_not_made_again() throws InterruptedException {
        FakeBatch first = play("edge", "core");
        chosen(first);
        FakeBatch again = play("other", "other");
        again.recorded.add(first.decisions.getFirst());
        assertThat(chosen(again)).containsExactly("h1", "h2");
    }
}
