"""Renders with Python's Jinja2 what TemplateBenchmark renders. Writes the inputs and the results, and prints the times in milliseconds as JSON.

    jinja.py DIRECTORY
"""

import json
import statistics
import sys
import time
from pathlib import Path

from jinja2 import Environment
from jinja2.nativetypes import NativeEnvironment
from jinja2.runtime import Context, missing

LOOP = """{% for n in range(10000) %}
server {{ site }}-{{ n }} 10.0.{{ n // 250 }}.{{ n % 250 }}:{{ port }}{% if n % 3 == 0 %} backup{% endif %} weight {{ weights[n % 4] }}
{% endfor %}
"""
WHEN = "inventory_hostname in serving and os.family == 'Debian' and (port | int) > 8000 and site is defined"


def variables():
    for chain in range(50):
        yield f"v{chain}_0", f"base-{{{{ site }}}}-{chain}"
        for link in range(1, 10):
            yield f"v{chain}_{link}", f"{{{{ v{chain}_{link - 1} }}}}/{link}"


INPUTS = {"loop": LOOP, "when": WHEN, "variables": dict(variables())}
SHARED = {"site": "ams", "port": "8080", "weights": [10, 20, 30, 40], "serving": [f"h{n}" for n in range(0, 1000, 2)], "os": {"family": "Debian"}}
HOSTS = [{**SHARED, "inventory_hostname": f"h{n}"} for n in range(1000)]


class LazyContext(Context):
    """Renders variables that are templates when they are looked up, as Ansible does."""

    templates = {}

    def resolve_or_missing(self, key):
        template = self.templates.get(key)
        return self.parent.get(key, missing) if template is None else rendered(template)


def rendered(template):
    context = template.new_context(SHARED, shared=True)
    return template.environment.concat(template.root_render_func(context))


def benchmarks():
    files = Environment(trim_blocks=True, keep_trailing_newline=True)
    native = NativeEnvironment()
    native.context_class = LazyContext
    when = native.compile_expression(WHEN)
    LazyContext.templates = {name: native.from_string(text) for name, text in INPUTS["variables"].items()}
    return {
        "loop": lambda: files.from_string(LOOP).render(SHARED),
        "when": lambda: sum(bool(when(host)) for host in HOSTS),
        "variables": lambda: [rendered(template) for template in LazyContext.templates.values()],
        "parse": lambda: [native.from_string(text) for text in INPUTS["variables"].values()],
    }


def milliseconds(work):
    times = []
    work()
    until = time.monotonic() + 5
    while time.monotonic() < until or len(times) < 5:
        began = time.monotonic()
        work()
        times.append((time.monotonic() - began) * 1000)
    return statistics.mean(times)


def main():
    directory = Path(sys.argv[1])
    every = {"vars": {**SHARED, **INPUTS["variables"]}, "hosts": {host["inventory_hostname"]: {} for host in HOSTS}}
    (directory / "hosts.yml").write_text(json.dumps({"all": every}))
    (directory / "inputs.json").write_text(json.dumps(INPUTS))
    runs = benchmarks()
    (directory / "expected.json").write_text(json.dumps({name: runs[name]() for name in ("loop", "when", "variables")}))
    print(json.dumps({name: milliseconds(work) for name, work in runs.items()}))


main()
