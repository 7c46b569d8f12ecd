"""Runs the filter, test and lookup plugins of users: python3 plugin_host.py. It reads requests as lines of JSON, and answers each with one.

find: {"op": "find", "kind": "filter", "name": NAME, "places": [[DIRECTORY, PACKAGE], ...], "path": [DIRECTORY, ...]}
      {"file": FILE} with the file that has it, or {"file": null}
call: the same with "args" and "kwargs"; a lookup's args are its terms
      {"value": VALUE}
While a call is under way the plugin may ask for variables: {"variable": NAME} is answered by {"value": VALUE} or {}, {"names": true} by {"value": [NAME, ...]}.
What goes wrong is {"error": TEXT, "file": FILE}.
"""

import collections.abc
import importlib
import importlib.util
import json
import os
import sys

CLASSES = {"filter": "FilterModule", "test": "TestModule", "lookup": "LookupModule"}


class Variables(collections.abc.Mapping):
    """The variables of a host, asked for one at a time."""

    def __init__(self, host):
        self.host = host

    def __getitem__(self, name):
        answer = self.host.channel.ask({"variable": name}, self.host.handle)
        if "value" not in answer:
            raise KeyError(name)
        return answer["value"]

    def __iter__(self):
        return iter(self.host.channel.ask({"names": True}, self.host.handle)["value"])

    def __len__(self):
        return len(list(iter(self)))


class Host:
    def __init__(self):
        self.channel = Channel()
        self.modules = {}
        self.failures = {}

    def serve(self):
        while True:
            message = self.channel.read()
            if message is None:
                return
            self.channel.write(self.handle(message))

    def handle(self, message):
        try:
            for directory in reversed(message["path"]):
                if directory not in sys.path:
                    sys.path.append(directory)
            kind, name = message["kind"], message["name"]
            file, plugin = self.find(kind, name, message["places"])
            if message["op"] == "find":
                return {"file": file}
            if plugin is None:
                return {"error": "there is no %s plugin '%s'" % (kind, name), "file": ""}
            return self.call(kind, name, file, plugin, message)
        except Failure as failure:
            return {"error": str(failure), "file": failure.file}

    def call(self, kind, name, file, plugin, message):
        args, kwargs = message["args"], message["kwargs"]
        try:
            if kind == "lookup":
                value = self.lookup(plugin, name, args, kwargs)
            else:
                value = plugin(*self.context(plugin), *args, **kwargs)
            answer = {"value": bool(value) if kind == "test" else keyed(value)}
            json.dumps(answer, default=plain)
            return answer
        except BaseException as error:
            raise Failure(file, error)

    @staticmethod
    def context(plugin):
        """Some want what Jinja2 has around them: here that is empty."""
        wanted = getattr(plugin, "jinja_pass_arg", None)
        if wanted is None:
            return ()
        import jinja2

        environment = jinja2.Environment()
        kinds = {"environment": environment, "eval_context": jinja2.nodes.EvalContext(environment)}
        return (kinds.get(wanted.name) or environment.from_string("").new_context({}),)

    def lookup(self, module, name, terms, kwargs):
        plugin = module.LookupModule()
        options = self.options(module)
        if hasattr(plugin, "set_options"):
            plugin._load_name = plugin.ansible_name = name
            plugin._original_path = module.__file__
            from ansible import constants

            constants.config.initialize_plugin_configuration_definitions("lookup", name, options)
        return plugin.run(terms, variables=Variables(self), **kwargs)

    @staticmethod
    def options(module):
        try:
            import yaml

            return (yaml.safe_load(getattr(module, "DOCUMENTATION", "")) or {}).get("options") or {}
        except Exception:
            return {}

    def find(self, kind, name, places):
        """The file and what is in it: a function, or for a lookup its module."""
        failure = None
        for directory, package in places:
            for file in self.files(directory, name, kind):
                try:
                    module = self.load(file, package)
                    if kind == "lookup":
                        return file, module
                    table = getattr(getattr(module, CLASSES[kind])(), kind + "s")()
                except BaseException as error:
                    failure = failure or Failure(file, error)
                    continue
                if name in table:
                    return file, table[name]
        if failure:
            raise failure
        return None, None

    @staticmethod
    def files(directory, name, kind):
        """The file of that name first: most plugins have one of their own."""
        try:
            files = sorted(file for file in os.listdir(directory) if file.endswith(".py") and file != "__init__.py")
        except OSError:
            return []
        first = name + ".py"
        if kind == "lookup":
            files = [first] if first in files else []
        return [os.path.join(directory, file) for file in sorted(files, key=lambda file: (file != first, file))]

    def load(self, file, package):
        if file in self.failures:
            raise self.failures[file]
        if file not in self.modules:
            base = os.path.basename(file)[: -len(".py")]
            try:
                if package:
                    self.modules[file] = importlib.import_module(package + "." + base)
                else:
                    spec = importlib.util.spec_from_file_location("hitless_plugin_%d_%s" % (len(self.modules), base), file)
                    module = importlib.util.module_from_spec(spec)
                    sys.modules[spec.name] = module
                    spec.loader.exec_module(module)
                    self.modules[file] = module
            except BaseException as error:
                self.failures[file] = error
                raise
        return self.modules[file]


if __name__ == "__main__":
    Host().serve()
