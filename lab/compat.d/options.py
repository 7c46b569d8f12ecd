"""Prints the options that Ansible's modules have, of those modules that hitless has: a line per module, NAME OPTION[,ALIAS…] …

usage: options.py ORACLE MODULES      (lab/compat options calls it; MODULES is agent-scripts/modules)
"""
import json
import os
import pathlib
import re
import subprocess
import sys

COLLECTIONS = "/opt/collections"
# What stands for the words of the free form in Ansible's pages.
FREE_FORM = {"free_form", "free-form"}


def main(oracle, directory):
    modules = pathlib.Path(directory).glob("*.sh")
    wanted = [name for module in sorted(modules) for name in qualified(module)]
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS}
    command = [oracle, "ansible-doc", "-j", "-t", "module", *wanted]
    pages = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout)
    for name in wanted:
        if name in pages:
            print(" ".join([name, *options(pages[name]["doc"].get("options", {}))]))


def qualified(module):
    """The names under which Ansible may have the module: that of ansible-core, and those of collections in its header."""
    header = re.search(r"^# module: (\S+)(?: +also=(\S+))?", module.read_text(), re.M)
    also = [name for name in (header[2] or "").split(",") if name.count(".") == 2 and name.endswith("." + header[1])]
    return also or ["ansible.builtin." + header[1]]


def options(documented):
    for name, option in sorted(documented.items()):
        if name not in FREE_FORM and not name.startswith("_"):
            yield ",".join([name, *sorted(option.get("aliases") or [])])


main(*sys.argv[1:])
