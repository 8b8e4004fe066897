"""What one row of a Fountain text can be, seen by itself.

Source: Fountain syntax 1.1 (fountain.io/syntax), by its element names. Where it is silent the
comments say what is done and why.
"""

import re
from collections.abc import Iterable, Sequence

# "INT, EXT, EST, INT./EXT, INT/EXT, I/E", any case, "followed by either a dot or a space". The
# list is the syntax's: `EXT/INT` without a dot is action to it, and to every reader in use.
_HEADING = re.compile(r"(?:INT|EXT|EST|INT/EXT|I\.?/E)[.\s]", re.IGNORECASE)
_NUMBER = re.compile(r"[\w.\-]+")
_OMITTED = re.compile(
    r"(?:(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ]\s*)?[(\[*_]*(?:SCENES? )?OMIT(?:TED)?[)\]*_.]*",
    re.IGNORECASE,
)
_KEY = re.compile(r"([^\W\d_][^:]{0,40}):(.*)")
_KNOWN_KEYS = frozenset({
    "address", "author", "authors", "based on", "company", "contact", "contact info", "copyright",
    "credit", "date", "director", "draft", "draft date", "email", "episode", "episode title",
    "notes", "phone", "producer", "revision", "series", "source", "studio", "title", "writer",
    "writers", "written by",
})  # fmt: skip
_EMPHASIS = "*_ \t"


def is_heading(bare: str) -> bool:
    """Whether the row begins as a scene heading does."""
    return bare[0] in "IiEe" and _HEADING.match(bare) is not None


def is_forced_heading(bare: str) -> bool:
    """Whether a single period, not an ellipsis, begins it."""
    return len(bare) > 1 and bare[0] == "." and bare[1] not in ". \t"


def is_omitted(heading: str) -> bool:
    """Whether the heading stands for a scene that was taken out."""
    return "OMIT" in heading.upper() and _OMITTED.fullmatch(heading) is not None


def split_number(heading: str) -> tuple[str, str | None]:
    """A heading and its scene number, which stands between `#` at its end.

    Tags that some editors put after it (`#3# #rain`) stay in the heading.
    """
    if "#" not in heading:
        return heading, None
    body = without_tags(heading)
    if not body.endswith("#"):
        return heading, None
    opening = body.rfind("#", 0, -1)
    number = body[opening + 1 : -1]
    if opening < 0 or _NUMBER.fullmatch(number) is None:
        return heading, None
    text = body[:opening].rstrip()
    tags = heading[len(body) :].strip()
    return (f"{text} {tags}" if tags else text), number


def without_tags(bare: str) -> str:
    """The row without ` #tag` at its end, which some editors put behind any element."""
    end = len(bare)
    while (at := bare.rfind(" #", 0, end)) >= 0:
        tag = bare[at + 2 : end]
        if not tag or "#" in tag or tag.split() != [tag]:
            break
        end = at
        while end and bare[end - 1].isspace():
            end -= 1
    return bare[:end]


def is_name(bare: str) -> bool:
    """Whether it is written as a cue: upper case with a letter, then an extension of any case."""
    if bare[-1] == "^":
        bare = bare[:-1].rstrip()
    if not bare or bare[0] == "(" or "^" in bare:
        return False
    if bare.isupper():
        return True
    if bare[-1] == ")":
        return bare.partition("(")[0].isupper()
    return " #" in bare and without_tags(bare).isupper()


def is_cut_to(bare: str) -> bool:
    """Whether it is written as a transition: upper case, ends in `TO:`."""
    if not bare.endswith("TO:"):
        bare = without_tags(bare) if " #" in bare else bare
    return bare.endswith("TO:") and len(bare) > 3 and bare.isupper()


def is_page_break(bare: str) -> bool:
    """Whether three or more `=` stand alone."""
    return len(bare) > 2 and not bare.strip("=")


def is_synopsis(bare: str) -> bool:
    """Whether one `=` begins it."""
    return bare[0] == "=" and bare[1:2] != "="


def is_clear_section(bare: str) -> bool:
    """Whether it is a section even in the middle of a paragraph, where `#1 fan` is not."""
    rest = bare.lstrip("#")
    return not rest or rest[0] in " \t"


def ends_paragraph(bare: str) -> bool:
    """Whether a row that follows a row of action or dialogue is something else by its mark."""
    mark = bare[0]
    if mark == "#":
        return is_clear_section(bare)
    if mark == "=":
        return is_synopsis(bare) or is_page_break(bare)
    return mark == ">"


def title_key(row: str) -> str | None:
    """The key of a title page row, as written."""
    match = _KEY.match(row)
    return match[1].rstrip() if match else None


def is_title_page(rows: Sequence[str]) -> bool:
    """Whether the first rows of a file, up to an empty one, are a title page.

    The syntax allows any key, so `FADE IN:` or a sentence with a colon could be one. Taken for a
    title page is what has a key that is in use, else what has short keys that are not all capitals,
    each with a value.
    """
    if is_heading(rows[0]) or rows[0][0] in "#=!@.>~(":
        return False
    if title_key(rows[0]) is None:
        return False
    keys = [key for row in rows if row[0] not in " \t" and (key := title_key(row))]
    if known_keys(keys):
        return True
    has_value = bool(rows[0].partition(":")[2].strip()) or (len(rows) > 1 and rows[1][0] in " \t")
    return has_value and all(len(key.split()) < 4 and not key.isupper() for key in keys)


def known_keys(keys: Iterable[str]) -> int:
    """How many title page keys are ones in use."""
    return sum(key.lower() in _KNOWN_KEYS for key in keys)


def plain_value(rows: Iterable[str]) -> str | None:
    """The value of a title page entry, on one line, without emphasis marks around its lines."""
    first, *rest = rows
    lines = [first.partition(":")[2], *rest]
    words = [line.strip(_EMPHASIS) for line in lines]
    return " ".join(word for word in words if word) or None
