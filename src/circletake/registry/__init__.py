"""Plugins, found by entry points: listed without importing anything, imported on use.

One group for each family: `circletake.formats`, `circletake.stores` and so on. The built-ins are
declared in the same way as strangers'. Where two plugins have one name, the built-in counts: what
is installed beside circletake cannot quietly change what a name means. Among strangers the first
distribution by name counts. `shadowed` lists the others, and `circletake plugins` shows them.

Owns: finding and loading plugins, recognising a file. Imports only `ports`, `model` and `errors`.
"""

from circletake.registry._plugins import (
    FAMILIES,
    Origin,
    load,
    names,
    origin,
    refresh,
    shadowed,
)
from circletake.registry._recognise import recognise

__all__ = ["FAMILIES", "Origin", "load", "names", "origin", "recognise", "refresh", "shadowed"]
