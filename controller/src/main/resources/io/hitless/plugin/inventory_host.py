"""Runs the inventory and vars plugins of users with the Ansible of the bastion. It reads requests as lines of JSON, and answers each with one.

list:  {"op": "list"}
       {"vars": [NAME, ...]} with the vars plugins that run
parse: {"op": "parse", "plugin": NAME, "source": SOURCE, "cache": BOOLEAN, "groups": {...}, "hosts": {...}}
       {"groups": {NAME: {"hosts": [...], "children": [...], "vars": {...}}}, "hosts": {NAME: {...}}} with what is new, or {"declined": true};
       with "failed" and "file" if it failed: what was added before stays
vars:  {"op": "vars", "stage": "task", "path": DIRECTORY, "groups": [{"name": NAME, "vars": {...}}, ...]}, and "host" if it is for a host
       {"vars": {...}}
Each request has "setup": {"directories": [DIRECTORY, ...], "extra_vars": [TEXT, ...], "vault_ids": [LABEL, ...]}.
Meanwhile {"secret": NUMBER} asks for the password of a vault id: {"value": PASSWORD}. What goes wrong is {"error": TEXT, "file": FILE}.
Each answer can have "warnings".
"""

import copy

BUILT_IN = ("host_group_vars", "ansible.builtin.host_group_vars")
OWN_VARS = ("inventory_file", "inventory_dir")


def called(plugin, names):
    """Plugins that do not derive from Ansible's class have no matches_name."""
    matches = getattr(plugin, "matches_name", None)
    return matches(names) if matches else getattr(plugin, "ansible_name", "").rpartition(".")[2] in names


class Host:
    def __init__(self):
        self.channel = Channel()
        self.warnings = []
        self.loader = None

    def serve(self):
        while True:
            message = self.channel.read()
            if message is None:
                return
            answer = self.handle(message)
            if self.warnings:
                answer["warnings"], self.warnings = self.warnings, []
            self.channel.write(answer)

    def handle(self, message):
        try:
            if self.loader is None:
                self.set_up(message["setup"])
            answer = getattr(self, message["op"])(message)
            json.dumps(answer, default=plain)
            return answer
        except Failure as failure:
            return {"error": str(failure), "file": failure.file}
        except BaseException as error:
            return {"error": str(Failure("", error)), "file": ""}

    def set_up(self, setup):
        from ansible import constants, context
        from ansible.parsing.dataloader import DataLoader
        from ansible.plugins import loader
        from ansible.utils.collection_loader import AnsibleCollectionConfig
        from ansible.utils.context_objects import CLIArgs

        context.CLIARGS = CLIArgs({"extra_vars": tuple(setup["extra_vars"]), "flush_cache": False, "verbosity": 0})
        self.collect_warnings()
        if hasattr(loader, "init_plugin_loader"):
            loader.init_plugin_loader()
        AnsibleCollectionConfig.playbook_paths = setup["directories"]
        for directory in setup["directories"]:
            loader.add_all_plugin_dirs(directory)
        self.constants, self.plugins = constants, loader
        data_loader = DataLoader()
        data_loader.set_basedir(setup["directories"][0])
        self.offer_secrets(data_loader, setup["vault_ids"])
        # hitless reads group_vars and host_vars itself
        constants.VARIABLE_PLUGINS_ENABLED = [name for name in constants.VARIABLE_PLUGINS_ENABLED if name not in BUILT_IN]
        self.loader = data_loader

    def collect_warnings(self):
        from ansible.utils.display import Display

        def warning(_, msg, *args, **kwargs):
            self.warnings.append(str(msg))

        Display.warning = warning

    def offer_secrets(self, data_loader, labels):
        from ansible.parsing import vault

        channel, handle = self.channel, self.handle

        class Secret(vault.VaultSecret):
            def __init__(self, number):
                self.number = number

            @property
            def bytes(self):
                return channel.ask({"secret": self.number}, handle)["value"].encode("utf-8")

        secrets = [(label, Secret(number)) for number, label in enumerate(labels)]
        if hasattr(vault, "VaultSecretsContext"):
            vault.VaultSecretsContext.initialize(vault.VaultSecretsContext(secrets))
        data_loader.set_vault_secrets(secrets)

    def list(self, _):
        """Those beside the playbook and in configured directories, and those that are enabled by their qualified names."""
        names = [
            plugin.ansible_name
            for plugin in self.plugins.vars_loader.all()
            if self.runs(plugin) and not called(plugin, BUILT_IN)
        ]
        for name in self.constants.VARIABLE_PLUGINS_ENABLED:
            # get keeps it for get_vars_from_path, also one that all() did not
            if self.plugins.vars_loader.get(name) is not None and "." in name:
                names.append(name)
        return {"vars": names}

    def runs(self, plugin):
        needs = getattr(plugin, "REQUIRES_ENABLED", getattr(plugin, "REQUIRES_WHITELIST", False))
        return not needs or called(plugin, self.constants.VARIABLE_PLUGINS_ENABLED)

    def vars(self, message):
        from ansible.vars.plugins import get_vars_from_path

        groups = [self.group(written) for written in message["groups"]]
        entities = groups
        if "host" in message:
            entities = [self.host(message["host"])]
            for group in groups:
                entities[0].add_group(group)
        try:
            found = get_vars_from_path(self.loader, message["path"], entities, message["stage"])
        except Exception as error:
            raise Failure(message["path"], error)
        return {"vars": keyed(found)}

    @staticmethod
    def group(written):
        from ansible.inventory.group import Group

        group = Group(written["name"])
        group.vars.update(written["vars"])
        return group

    @staticmethod
    def host(written):
        from ansible.inventory.host import Host as InventoryHost

        host = InventoryHost(written["name"])
        host.vars.update(written["vars"])
        return host

    def parse(self, message):
        plugin = self.plugins.inventory_loader.get(message["plugin"])
        if plugin is None:
            return {"missing": True}
        source = message["source"]
        try:
            wanted = bool(plugin.verify_file(source))
        except Exception:
            wanted = False
        if not wanted:
            return {"declined": True}
        data = self.inventory(message)
        before = self.dump(data)
        data.current_source = source
        failed = {}
        try:
            plugin.parse(data, self.loader, source, cache=message["cache"])
            self.keep_cache(plugin)
        except BaseException as error:
            failed = {"failed": str(Failure(plugin._original_path, error)), "file": plugin._original_path}
        return dict(self.added(before, self.dump(data)), **failed)

    @staticmethod
    def keep_cache(plugin):
        try:
            plugin.update_cache_if_changed()
        except AttributeError:
            pass  # it keeps nothing

    @staticmethod
    def inventory(message):
        from ansible.inventory.data import InventoryData

        data = InventoryData()
        for name in message["groups"]:
            data.add_group(name)
        for name, its in message["hosts"].items():
            data.add_host(name)
            data.hosts[name].vars.update(its)
        for name, group in message["groups"].items():
            data.groups[name].vars.update(group["vars"])
            for child in group["children"]:
                data.add_child(name, child)
            for host in group["hosts"]:
                data.add_host(host, name)
        return data

    @classmethod
    def dump(cls, data):
        return {
            "groups": {
                name: {
                    "hosts": [host.name for host in group.hosts],
                    "children": [child.name for child in group.child_groups],
                    "vars": cls.group_vars(group),
                }
                for name, group in data.groups.items()
            },
            "hosts": {
                name: {key: copy.deepcopy(keyed(value)) for key, value in host.vars.items() if key not in OWN_VARS}
                for name, host in data.hosts.items()
            },
        }

    @staticmethod
    def group_vars(group):
        its = {key: copy.deepcopy(keyed(value)) for key, value in group.vars.items()}
        if group.priority != 1:
            its["ansible_group_priority"] = group.priority
        return its

    @staticmethod
    def added(before, after):
        def new(old, now):
            return {name: value for name, value in now.items() if name not in old or old[name] != value}

        nothing = {"hosts": [], "children": [], "vars": {}}
        groups = {}
        for name, group in after["groups"].items():
            old = before["groups"].get(name, nothing)
            groups[name] = {
                "hosts": [host for host in group["hosts"] if host not in old["hosts"]],
                "children": [child for child in group["children"] if child not in old["children"]],
                "vars": new(old["vars"], group["vars"]),
            }
        return {
            "groups": groups,
            "hosts": {name: new(before["hosts"].get(name, {}), its) for name, its in after["hosts"].items()},
        }


if __name__ == "__main__":
    Host().serve()
