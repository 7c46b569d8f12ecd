package io.hitless.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleStyleTest {
    @ParameterizedTest
    @CsvSource({
        "'from ansible.module_utils.basic import AnsibleModule', PYTHON",
        "'import ansible.module_utils.urls', PYTHON",
        "'from ..module_utils.x import y', PYTHON",
        "'from ...plugins import y', TEXT_FILE",
        "'from ansible_collections.a.b.plugins.module_utils.c import d', PYTHON",
        "'#<<INCLUDE_ANSIBLE_MODULE_COMMON>>', PYTHON",
        "'x = <<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>', JSON_IN_TEXT",
        "'# WANT_JSON', JSON_FILE",
        "'echo', TEXT_FILE",
        "'#Requires -Module Ansible.ModuleUtils.Legacy', POWERSHELL",
        "'\u007fELF', BINARY",
        "'a\u0001b', BINARY",
        "'Grüße: from ansible.module_utils import x', PYTHON",
    })
    void a_module_shows_how_it_takes_its_arguments(String text, ModuleStyle style) {
        assertThat(ModuleStyle.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(style);
    }
}
