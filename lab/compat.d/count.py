"""Counts what the cases of controller/src/test/resources/compat compare: for each module its cases, and its calls in them.

usage: count.py CASES MODULES      (lab/compat count calls it; MODULES is agent-scripts/modules)

A call is a result of a task that Ansible did not skip: an item of a loop counts by itself, the same result on several hosts once.
Calls in modules/ compare a module itself. All others are of cases that show something else by it.
"""
import collections
import pathlib
import re
import sys

import yaml

RULE = "\n" + "-" * 40 + "\n"
HEADER = re.compile(r"^(?:TASK|RUNNING HANDLER) \[(.*)\] \**$")
RESULT = re.compile(r"^(?:ok|changed|failed|fatal): \[([^\]]+)\](.*)$")
AD_HOC = re.compile(r"^(\S+) \| (?:SUCCESS|CHANGED|FAILED|FAILED!)\b(.*)$")
ACTIONS = {"action", "local_action"}
LISTS = {"tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always"}


def main(cases, directory):
    cases, directory = pathlib.Path(cases), pathlib.Path(directory)
    keywords = {line.split("/", 1)[1] for line in (cases / "names.txt").read_text().split() if line.startswith("keyword/")}
    modules = {file.stem: runs(file) for file in sorted(directory.glob("*.sh"))}
    calls, own, files = collections.Counter(), collections.Counter(), collections.defaultdict(set)
    for file in sorted(cases.rglob("*.spec")):
        head, _, recorded = file.read_text().partition(RULE)
        for module in counted(recorded, names(head, keywords)):
            calls[module] += 1
            own[module] += file.parent.name == "modules"
            files[module].add(file)
    for kind in ("host", "controller"):
        print(f"{'runs: ' + kind:32} cases  calls  in modules/")
        those = [module for module, where in modules.items() if where == kind]
        for module in those:
            print(f"{module:32} {len(files[module]):5} {calls[module]:6} {own[module]:6}")
        together = set().union(*(files[module] for module in those))
        print(f"{'together':32} {len(together):5} {sum(calls[m] for m in those):6} {sum(own[m] for m in those):6}\n")


def runs(module):
    """Where a module runs, by its header."""
    found = re.search(r"^# runs: (\S+)", module.read_text(), re.M)
    return found[1] if found else "host"


def counted(recorded, named):
    """The module of each call, once per call."""
    seen, command, task, module, adhoc = set(), 0, 0, None, None
    for line in recorded.splitlines():
        if line.startswith("$ "):
            command, task, module = command + 1, 0, None
            adhoc = re.search(r"ansible .*-m +(\S+)", line)
        elif header := HEADER.match(line):
            task, module = task + 1, module_of(header[1], named)
        elif result := (RESULT.match(line) if module else None):
            call = (command, task, re.sub(r"^ => ", "", result[2]))
            if call not in seen:
                seen.add(call)
                yield module
        elif adhoc and (result := AD_HOC.match(line)):
            call = (command, result[2])
            if call not in seen:
                seen.add(call)
                yield short(adhoc[1])


def module_of(title, named):
    title = title.strip()
    for name in (title, title.partition(" : ")[2]):
        if name in named:
            return named[name]
        for pattern, module in named.items():
            if "{{" in pattern and re.fullmatch(re.sub(r"\\\{\\\{.*?\\\}\\\}", ".*", re.escape(pattern)), name):
                return module
    name = title.rpartition(" : ")[2]
    return "gather_facts" if name == "Gathering Facts" else short(name.partition(" ")[0])


def short(name):
    return name.rpartition(".")[2]


def names(head, keywords):
    """The module of each task that has a name."""
    named = {}
    for part in re.split(r"^==== ", head + "\n", flags=re.MULTILINE)[1:]:
        name, _, content = part.partition("\n")
        if name.strip().endswith((".yml", ".yaml")):
            try:
                collect(yaml.load(content, Loader), keywords, named)
            except yaml.YAMLError:
                pass  # a case that shows such an error
    return named


class Loader(yaml.SafeLoader):
    pass


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def collect(tasks, keywords, named):
    for task in tasks if isinstance(tasks, list) else []:
        if not isinstance(task, dict):
            continue
        for key in LISTS & task.keys():
            collect(task[key], keywords, named)
        others = [str(key) for key in task if str(key) not in keywords and not str(key).startswith("with_")]
        action = next((task[key] for key in ACTIONS if key in task), None)
        if isinstance(action, str):
            others = [action.split(" ")[0]]
        if isinstance(task.get("name"), str) and len(others) == 1:
            named.setdefault(task["name"], short(others[0]))


main(*sys.argv[1:])
