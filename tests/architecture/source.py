"""The source as these tests see it: modules, their trees, what they define."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "circletake"


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, its path and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def package(self) -> str:
        """The package whose namespace it lives in (its own, for an `__init__`)."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def imports(self) -> list[tuple[str, int]]:
        """Every module it imports from, with the line; `from a import b` counts as `a`."""
        found: list[tuple[str, int]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.append((node.module, node.lineno))
        return found


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by name."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(SRC).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text, filename=str(path)))


def where(module: Module, node: ast.AST) -> str:
    """A place as editors open it."""
    return f"{module.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
