"""One JSON object a line; what they are stands in a sidecar file."""

from circletake.plugins.exporters.jsonl._export import JsonLines

__all__ = ["JsonLines"]
