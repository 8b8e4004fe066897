"""How large, deep and slow a file may be before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that every reader keeps; settings may change them.

    Attributes:
        bytes: Size of a text or project file. Media files are probed, not read, and have no bound.
        depth: Nesting of elements.
        items: Elements, rows or events in one file.
        expansion: Size that a compressed member may unpack to, in bytes.
        seconds: Time that a reader of its own process may take.
        memory: Memory that such a process may take, in bytes.
    """

    bytes: int = 256 * 2**20
    depth: int = 200
    items: int = 2_000_000
    expansion: int = 512 * 2**20
    seconds: float = 120.0
    memory: int = 3 * 2**30
