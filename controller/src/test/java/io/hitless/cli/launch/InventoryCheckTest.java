package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.source.UserError;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A limit is checked before a command uses it. */
class InventoryCheckTest {
    private static final Inventory INVENTORY = InventoryReader.read(List.of("web1,web2"), UnaryOperator.identity());

    private static void check(String limit) {
        InventoryOptions options = new InventoryOptions();
        options.limit = limit;
        new InventoryCheck(INVENTORY, options).refuseEmptyLimit();
    }

    @Test
    void a_limit_that_matches_nothing_is_an_error_with_what_may_be_meant() {
        assertThatThrownBy(() -> check("web3")).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.what()).isEqualTo("--limit web3 matches no host of the inventory");
            assertThat(error.hint()).startsWith("did you mean 'web");
        });
        assertThatThrownBy(() -> check("database"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.hint())
                                .isEqualTo("'hitless inventory --graph' shows its hosts and groups"));
    }

    @Test
    void a_limit_that_matches_a_host_is_accepted_as_is_none() {
        assertThatCode(() -> check("web1")).doesNotThrowAnyException();
        assertThatCode(() -> new InventoryCheck(INVENTORY, new InventoryOptions()).refuseEmptyLimit())
                .doesNotThrowAnyException();
    }
}
