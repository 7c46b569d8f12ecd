"""Prints the names that ansible-core has, a line each: keywords, variables, settings, filters, tests, lookups, modules, flags.

usage: names.py ORACLE      (lab/compat names calls it)
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

COMMANDS = [
    "ansible", "ansible-playbook", "ansible-inventory", "ansible-doc", "ansible-config dump", "ansible-vault create",
    "ansible-vault encrypt", "ansible-vault decrypt", "ansible-vault encrypt_string", "ansible-vault rekey",
    "ansible-galaxy role install", "ansible-galaxy role list", "ansible-galaxy collection install",
    "ansible-galaxy collection list"]
# Where variables are declared: what a connection, a way to become somebody else, and a shell look at.
PLUGINS = ["connection ssh", "connection local", "become sudo", "become su", "shell sh"]
# Those that are there during a task, as seen from one that has them all.
PLAY = """\
- hosts: h1
  gather_facts: false
  roles: [r]
"""
ROLE = """\
- block:
    - command: "false"
  rescue:
    - debug: {msg: "NAMES {{ lookup('varnames', '.+', wantlist=true) | join(' ') }} omit ansible_limit ansible_parent_role_names"}
      loop: [1]
      loop_control: {extended: true}
      delegate_to: h2
"""
CONSTANTS = """\
from ansible import constants
print(*[name for names in constants.MAGIC_VARIABLE_MAPPING.values() for name in names])
"""


def main(oracle):
    names = set()
    for kind in ("filter", "test", "lookup", "module", "keyword"):
        listed = json.loads(output(oracle, "ansible-doc", "-t", kind, "-l", "-j"))
        names |= {f"{kind}/{name.removeprefix('ansible.builtin.')}" for name in listed}
    for command in COMMANDS:
        names |= {f"flag/{flag}" for flag in re.findall(r"--([a-z][a-z_-]*[a-z])", output(oracle, *command.split(), "--help"))}
    names |= {f"setting/{name}" for name in json.loads(output(oracle, "ansible-config", "list", "-f", "json"))}
    names |= {f"variable/{name}" for name in variables(oracle) if re.fullmatch("[a-z_0-9]+", name)}
    print("\n".join(sorted(names)))


def variables(oracle):
    found = output(oracle, "python3", "-c", CONSTANTS).split()
    for plugin in PLUGINS:
        for documented in json.loads(output(oracle, "ansible-doc", "-j", "-t", *plugin.split())).values():
            for option in documented["doc"]["options"].values():
                found += [variable["name"] for variable in option.get("vars", [])]
    with tempfile.TemporaryDirectory(prefix="compat-") as directory:
        tasks = pathlib.Path(directory, "roles/r/tasks")
        tasks.mkdir(parents=True)
        (tasks / "main.yml").write_text(ROLE)
        pathlib.Path(directory, "site.yml").write_text(PLAY)
        seen = output(oracle, "ansible-playbook", "-i", "h1,h2,", "-c", "local", "site.yml", directory=directory)
    return found + re.search('"NAMES (.*)"', seen).group(1).split()


def output(oracle, *command, directory=None):
    return subprocess.run([oracle, *command], cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


main(sys.argv[1])
