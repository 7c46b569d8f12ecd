package io.hitless.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.python.ImportScanner.Import;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportScannerTest {
    @Test
    void an_import_names_modules() {
        assertThat(ImportScanner.imports("import a.b, c as d\n"))
                .containsExactly(new Import(0, "a.b", List.of(), true), new Import(0, "c", List.of(), true));
    }

    @Test
    void a_from_takes_names_over_lines_with_comments() {
        assertThat(ImportScanner.imports("from a.b import (  # what\n    C,  # for\n    d as e,\n)\n"))
                .containsExactly(new Import(0, "a.b", List.of("C", "d"), true));
        assertThat(ImportScanner.imports("from a import b, \\\n    c; import d"))
                .containsExactly(new Import(0, "a", List.of("b", "c"), true), new Import(0, "d", List.of(), true));
    }

    @Test
    void dots_are_levels() {
        assertThat(ImportScanner.imports("from . import a\nfrom ..module_utils.b import *\nfrom...c import d"))
                .containsExactly(
                        new Import(1, "", List.of("a"), true),
                        new Import(2, "module_utils.b", List.of("*"), true),
                        new Import(3, "c", List.of("d"), true));
    }

    @Test
    void what_is_behind_try_or_in_a_function_is_not_required() {
        assertThat(ImportScanner.imports("try:\n    import a\nexcept ImportError: import b\ntry: import c\n"))
                .containsExactly(
                        new Import(0, "a", List.of(), false),
                        new Import(0, "b", List.of(), false),
                        new Import(0, "c", List.of(), false));
    }

    @Test
    void texts_and_comments_have_no_imports() {
        assertThat(ImportScanner.imports("""
            '''
            import a
            ''' + "it's" ; x = r'\\'
            # import b
            s = "import c\\"; import d"
            t = '''import e \\'''; import f'''
            important = 1
            import g
            """)).extracting(Import::module).containsExactly("g");
    }
}
