"""OTIO JSON to plain data, within limits, whatever the bytes."""

import json
import re
from pathlib import Path
from typing import Any

from circletake.errors import Damaged, LimitExceeded
from circletake.tools import Limits, decode

_ROOTS = frozenset(
    {
        "Timeline", "SerializableCollection", "SerializeableCollection", "Stack", "Track",
        "Sequence", "Clip",
    }
)  # fmt: skip


# OTIO's own writer says `Inf` where Python's reader wants `Infinity`.
_INFINITE = re.compile(r'"(?:[^"\\]|\\.)*+"|\bInf\b')


def load(data: bytes, *, file: Path | str, limits: Limits) -> dict[str, Any]:
    """The root object of an OTIO file.

    Args:
        data: The whole file.
        file: Its name, for errors.
        limits: `bytes` and `depth` are kept.

    Raises:
        Damaged: It is not JSON, or its root is nothing that holds clips; the schema is named.
        LimitExceeded: It is too large or nested too deeply.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"{len(data)} bytes are more than {limits.bytes}", file=file)
    try:
        root = _parsed(decode(data).text)
    except json.JSONDecodeError as error:
        raise Damaged(
            "not JSON", file=file, line=error.lineno, cause=error.msg, fix="Export it again."
        ) from error
    except RecursionError as error:
        raise LimitExceeded("nested too deeply", file=file) from error
    except ValueError as error:  # a number of too many digits
        raise Damaged("not JSON", file=file, cause=str(error), fix="Export it again.") from error
    schema = str(root.get("OTIO_SCHEMA")) if isinstance(root, dict) else "no object"
    if not isinstance(root, dict) or schema.partition(".")[0] not in _ROOTS:
        raise Damaged(
            f"its root is `{schema[:80]}`, which holds no clips",
            file=file,
            fix="Export a timeline, a stack, a track or a collection of them.",
        )
    return root


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        if "Inf" not in text:
            raise
    return json.loads(_INFINITE.sub(lambda found: _infinity(found[0]), text))


def _infinity(word: str) -> str:
    return "Infinity" if word == "Inf" else word
