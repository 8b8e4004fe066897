"""Lines of a paragraph as its text again, as it was before the page broke it."""

from collections.abc import Sequence
from itertools import pairwise

from circletake.plugins.formats.pdf._furniture import BLANK
from circletake.plugins.formats.pdf._lines import Line


def joined(lines: Sequence[Line], right: float) -> str:
    """The text of a paragraph.

    A line is broken on purpose where the next word had room on it; an empty line inside a speech
    stays one.

    Args:
        lines: In order.
        right: How far a line may reach, in points.
    """
    parts = [lines[0].text.strip()] if lines else []
    for above, line in pairwise(lines):
        parts += (_between(above, line, right), line.text.strip())
    return "".join(parts)


def _between(above: Line, line: Line, right: float) -> str:
    if line.gap is not None and line.gap >= BLANK:
        return "\n\n"
    start = line.text.strip()
    letter = (line.right - line.left) / max(len(start), 1)
    word = start.split(maxsplit=1)[0] if start else ""
    end = above.text.rstrip()
    hyphen = end.endswith("-") and end[-2:-1].isalnum()
    width = letter * (len(word) + (0 if hyphen else 1))
    if line.gap is not None and above.right + width < right - letter:
        return "\n"
    return "" if hyphen else " "
