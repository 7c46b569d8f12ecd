package io.hitless.run.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPolicyTest {
    private static final BatchControl UNUSED = (BatchControl) Proxy.newProxyInstance(
            BatchControl.class.getClassLoader(), new Class<?>[] {BatchControl.class}, (_, method, _) -> {
                throw new AssertionError(method + " was called");
            });

    @Test
    void by_default_ansible_s_rules_apply_and_nothing_is_done_between_batches() throws Exception {
        assertThat(BatchPolicy.ANSIBLE.hostLimit()).isNull();
        assertThat(BatchPolicy.ANSIBLE.canaries(UNUSED)).isEmpty();
        assertThat(BatchPolicy.ANSIBLE.endsWhenBatchFails()).isTrue();
        assertThat(BatchPolicy.ANSIBLE.afterBatch(UNUSED)).isNull();
        BatchPolicy.ANSIBLE.rollBack(UNUSED);
        PreBatchCheck.NONE.beforeBatch(List.of("a"));
    }
}
