"""Stands in for ansible-core in tests of the process that runs inventory and vars plugins: just what that process uses."""

import importlib.util
import os
import sys
import types


def module(name, **members):
    made = types.ModuleType("ansible." + name)
    made.__dict__.update(members)
    made.__path__ = []
    sys.modules["ansible." + name] = made
    parent, _, last = made.__name__.rpartition(".")
    setattr(sys.modules[parent], last, made)
    return made


class Group:
    def __init__(self, name):
        self.name, self.vars, self.hosts, self.child_groups, self.priority = name, {}, [], [], 1


class Host:
    def __init__(self, name):
        self.name, self.vars, self.groups = name, {}, []

    def add_group(self, group):
        self.groups.append(group)


class InventoryData:
    def __init__(self):
        self.groups, self.hosts, self.current_source = {}, {}, None
        self.add_group("all")
        self.add_group("ungrouped")

    def add_group(self, name):
        self.groups.setdefault(name, Group(name))

    def add_host(self, name, group=None):
        host = self.hosts.get(name)
        if host is None:
            host = self.hosts[name] = Host(name)
            if self.current_source:
                host.vars.update(inventory_file=self.current_source, inventory_dir=os.path.dirname(self.current_source))
        if group and host not in self.groups[group].hosts:
            self.groups[group].hosts.append(host)

    def add_child(self, group, child):
        if child in self.groups:
            self.groups[group].child_groups.append(self.groups[child])
        else:
            self.add_host(child, group)

    def set_variable(self, entity, name, value):
        (self.groups.get(entity) or self.hosts[entity]).vars[name] = value


class DataLoader:
    secrets = []

    def set_basedir(self, directory):
        self.basedir = directory

    def set_vault_secrets(self, secrets):
        self.secrets = secrets


class VaultSecret:
    pass


class Display:
    def warning(self, msg):
        raise AssertionError("nobody took the warning: " + msg)


class Loader:
    def __init__(self, subdir, name):
        self.subdir, self.class_name, self.directories, self.kept = subdir, name, [], {}

    def get(self, name):
        plugin = self.load(name)
        if plugin is not None:
            self.kept[name] = plugin
        return plugin

    def load(self, name):
        for directory in self.directories:
            file = os.path.join(directory, name + ".py")
            if os.path.isfile(file):
                spec = importlib.util.spec_from_file_location("plugin_" + name, file)
                loaded = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(loaded)
                plugin = getattr(loaded, self.class_name)()
                plugin.ansible_name, plugin._original_path = name, file
                plugin.matches_name = lambda names: name in names
                return plugin
        return None

    def all(self):
        """As in Ansible, a plugin that wants to be enabled is not kept."""
        found = [self.load(file[:-3]) for at in self.directories for file in sorted(os.listdir(at)) if file.endswith(".py")]
        self.kept.update({its.ansible_name: its for its in found if not getattr(its, "REQUIRES_ENABLED", False)})
        return found


inventory_loader, vars_loader = Loader("inventory_plugins", "InventoryModule"), Loader("vars_plugins", "VarsModule")


def add_all_plugin_dirs(path):
    for loader in (inventory_loader, vars_loader):
        if os.path.isdir(os.path.join(path, loader.subdir)):
            loader.directories.append(os.path.join(path, loader.subdir))


def get_vars_from_path(loader, path, entities, stage):
    found = {}
    for plugin in vars_loader.kept.values():
        if getattr(plugin, "stage", "task") == stage:
            found.update(plugin.get_vars(loader, path, entities))
    return found


constants = module("constants", VARIABLE_PLUGINS_ENABLED=os.environ.get("ANSIBLE_VARS_ENABLED", "host_group_vars").split(","))
module("context", CLIARGS=None)
module("inventory")
module("inventory.data", InventoryData=InventoryData)
module("inventory.group", Group=Group)
module("inventory.host", Host=Host)
module("parsing")
module("parsing.dataloader", DataLoader=DataLoader)
module("parsing.vault", VaultSecret=VaultSecret)
module("plugins")
module("plugins.loader", inventory_loader=inventory_loader, vars_loader=vars_loader, add_all_plugin_dirs=add_all_plugin_dirs)
module("utils")
module("utils.collection_loader", AnsibleCollectionConfig=types.SimpleNamespace(playbook_paths=[]))
module("utils.context_objects", CLIArgs=dict)
module("utils.display", Display=Display)
module("vars")
module("vars.plugins", get_vars_from_path=get_vars_from_path)
