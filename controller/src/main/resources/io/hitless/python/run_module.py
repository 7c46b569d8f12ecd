"""Runs an Ansible module from the archive that this file is in: python3 ARCHIVE MODULE <ARGUMENTS."""

import importlib.util
import json
import os
import runpy
import sys


def fitting(arguments):
    """The arguments without internal parameters that this ansible-core does not know: it would refuse them."""
    try:
        from ansible.module_utils.common.parameters import PASS_VARS
    except ImportError:
        return arguments
    options = {
        name: value
        for name, value in json.loads(arguments)["ANSIBLE_MODULE_ARGS"].items()
        if not name.startswith("_ansible_") or name[len("_ansible_") :] in PASS_VARS
    }
    return json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode("utf-8")


def main():
    archive, module = os.path.abspath(sys.argv[0]), sys.argv[1]
    sys.path[0] = archive
    sys.argv = [archive]
    if importlib.util.find_spec("ansible.module_utils.basic"):
        from ansible.module_utils import basic

        basic._ANSIBLE_ARGS = fitting(sys.stdin.buffer.read())
        basic._ANSIBLE_PROFILE = "legacy"
        # What the module starts finds no arguments, and nobody to ask.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    runpy.run_module(
        module, init_globals={"_module_fqn": module, "_modlib_path": archive}, run_name="__main__", alter_sys=True
    )


if __name__ == "__main__":
    main()
