"""What people write into the cells of a log: statuses, camera letters, takes with their marks."""

import re
from collections.abc import Mapping
from functools import lru_cache

from circletake.model.shooting import Status


def column_key(name: str) -> str:
    """A column's name without case, accents, blanks and punctuation."""
    return _key(name)


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", text[:200])
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).lower()


_EXACT: dict[str, Status] = {
    word: status
    for status, words in {
        Status.CIRCLED: (
            "circled circle circ cir cl c g print printed p prt pr prnt good ok okay select "
            "selected sel best buy circletake circledtake hero fav favorite favourite approved k "
            "kopie kopierer kopieren tirer bon bonne buena buona"
        ),
        Status.HOLD: "hold h hld held keep maybe alt alternate backup bu reserve res reserva",
        Status.NG: (
            "ng ngs ngp nga nogood notgood bad reject rejected nfg unusable kill killed bust "
            "busted nk nichtkopieren discard"
        ),
        Status.FALSE_START: "fs falsestart false falsest fstart abort aborted",
    }.items()
    for word in words.split()
}
_SIGNS = {
    **dict.fromkeys("○◯◎●⦿✓✔√☑©", Status.CIRCLED),
    **dict.fromkeys("✗✘✕×☒", Status.NG),
    **dict.fromkeys("△▲", Status.HOLD),
}
_YES = frozenset(
    "y yes true t 1 x * ✓ ✔ √ ☑ ☒ ● • ○ ◯ o ja j si sí oui © ✕ × + on marked checked".split()
)
_NO = frozenset("n no false f 0 0.0 - -- – — none nein non nil n/a na off □ ☐ ✗ ✘ . /".split())
# Said outright or in a few words; the first that fits counts, so "not good" is not "good".
_PHRASES = (
    (Status.FALSE_START, r"\bfalse[\s-]*start|\bF\.?/?S\.?(?![\w.])|\babort(?:ed)?\b"),
    (
        Status.NG,
        r"\bN\.?/?\s?G\.?(?!\w)|\bno[\s-]+good\b|\b(?:not|no|never)\s+(?:\w+\s+)?(?:good|ok|okay"
        r"|usable|print(?:ed)?|circled?)\b|\bbad\b|\breject(?:ed)?\b|\bunusable\b|\bbust(?:ed)?\b"
        r"|\bdo\s?n[o']t\s+(?:print|use)\b|\bnicht\b",
    ),
    (
        Status.HOLD,
        r"\bh[eo]ld\b|\bmaybe\b|\bkeep\b|\balt(?:ernate|ernative)?\b|\bback-?up\b|\breserve\b",
    ),
    (
        Status.CIRCLED,
        r"\bcirc(?:led?)?\b|\bprint(?:ed)?\b|\bselect(?:ed)?\b|\bgood\b|\bok(?:ay)?\b|\bbest\b|\bhero\b"
        r"|\bbuy\b|\bkopie",
    ),
)  # fmt: skip
_SAID = tuple((status, re.compile(words, re.IGNORECASE)) for status, words in _PHRASES)
_PARTLY = re.compile(r"\s*(?:inc|incomplete|incompl|comp|complete|partial)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;\n|]")
# A note that begins so states the status: "NG - boom in", "FS", "Hold: wait for B".
_LEADING = (
    (Status.FALSE_START, re.compile(r"\s*(?:FS|F/S|F\.S\.)\s*(?:$|[-–—:;,.(/])")),
    (Status.FALSE_START, re.compile(r"\s*false[\s-]*start(?:ed)?\b", re.IGNORECASE)),
    (
        Status.NG,
        re.compile(r"\s*(?:N\.?/?G\.?(?!\w)|no\s+good\s*(?:$|[-–—:;,.(]))", re.IGNORECASE),
    ),
    (Status.HOLD, re.compile(r"\s*hold\s*(?:$|[-–—:;(])", re.IGNORECASE)),
    (
        Status.CIRCLED,
        re.compile(r"\s*(?:circled?(?:\s+take)?|print(?:ed)?)\s*(?:$|[-–—:;!(])", re.IGNORECASE),
    ),
)  # fmt: skip

FLAGS: dict[str, Status] = {
    word: status
    for status, words in {
        Status.CIRCLED: (
            "circled circle circ cir circledtake circletake circledtakes circletakes ct print "
            "printed printtake prints select selected selects good goodtake ok okay use best pick "
            "picks directorpick directorspick favorite favourite kopierer flag flagged sel"
        ),
        Status.NG: "ng nogood bad",
        Status.HOLD: "hold keep held",
        Status.FALSE_START: "falsestart fs falsestarts",
    }.items()
    for word in words.split()
}
"""Columns that are marked rather than written in, and what the mark says."""

# In these any writing is a mark; in the others it may be a remark.
_ANY_MARK = frozenset(
    "circled circle circ cir circledtake circletake ct print printed printtake ng nogood hold fs "
    "falsestart".split()
)


def read_status(text: str, column: str = "status") -> Status | None:
    """The status that a cell states; `column` is the cell's column, for cells that are only marked.

    `Y` under `Circled` is circled; `NG` is NG under any heading; what is not known is None.
    """
    return _status(text.strip(), column)


@lru_cache(maxsize=8192)
def _status(text: str, column: str) -> Status | None:
    if not text:
        return None
    key, low = _key(column).removesuffix("yn"), text.lower()
    flag = FLAGS.get(key)
    if flag is not None:
        return _flagged(text, low, flag, anything=key in _ANY_MARK)
    return _written(text)


def _flagged(text: str, low: str, flag: Status, *, anything: bool) -> Status | None:
    if low in _NO:
        return None
    if low in _YES or set(text) <= set("*"):
        return flag
    said = _written(text)
    if said is None and anything and not _PARTLY.match(text):
        return flag
    return said


def _written(text: str) -> Status | None:
    known = _EXACT.get(_key(text))
    if known:
        return known
    bare = text.strip(" *")
    if not bare:
        return Status.CIRCLED  # one star or more
    if bare in _SIGNS:
        return _SIGNS[bare]
    said = next((status for status, words in _SAID if words.search(text)), None)
    if said is Status.CIRCLED and _PARTLY.match(text):
        return None
    return said


def denies(columns: Mapping[str, str]) -> bool:
    """True when a row marks its take as not circled (`No`, `FALSE`); a blank denies nothing."""
    return any(
        FLAGS.get(column_key(name)) is Status.CIRCLED and says_no(cell)
        for name, cell in columns.items()
        if cell and not cell.isspace()
    )


def says_no(text: str) -> bool:
    """True for a cell that is marked as not: `N`, `-`, `0`."""
    return text.strip().lower() in _NO


def leading_status(note: str) -> Status | None:
    """The status with which a note, or a clause of it, begins; None when it states none."""
    for clause in _CLAUSE.split(note[:2000]):
        for status, words in _LEADING:
            if words.match(clause):
                return status
    return None


_WORDS_BESIDE = re.compile(
    r"\b(?:cameras?|cams?|units?|kameras?|and|und|et|y|main|only|\d(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?:cam(?:era)?|kamera)[-_. ]?([A-Z])|([A-Z])[-_. ]?(?:cam(?:era)?|kamera)", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def read_cameras(text: str) -> tuple[str, ...]:
    """Camera letters of a cell: `A`, `A/B`, `A + B cam`, `CAM C`, `ABC`; empty when none is told.

    Makes of cameras (`ALEXA 35`, `FX 3`) are not letters.
    """
    bare = _WORDS_BESIDE.sub(" ", text[:200])
    letters: list[str] = []
    numbers: list[str] = []
    strange = False
    for part in re.findall(r"[^\W_]+(?:-[^\W_]{2,})?", bare):
        glued = _GLUED.fullmatch(part)
        if glued:
            letters.append((glued[1] or glued[2]).upper())
        elif part.isascii() and part.isdigit() and len(part) == 1:
            numbers.append(part)
        elif part.isascii() and part.isalpha() and len(part) == 1:
            letters.append(part.upper())
        elif re.fullmatch(r"[A-H]{2,6}", part) and list(part) == sorted(set(part)):
            letters.extend(part)
        else:
            strange = True
    if not letters and not strange:
        letters = numbers
    return tuple(dict.fromkeys(letters))


_RINGED = {chr(0x2460 + n): str(n + 1) for n in range(20)} | {
    chr(0x24F5 + n): str(n + 1) for n in range(10)
}
_MARK = re.compile(r"[*©●•✓✔√○◯]")
_IN_RING = re.compile(r"\(\s*\d{1,3}\s*[A-Z]?\s*\)|\[\s*\d{1,3}\s*\]", re.IGNORECASE | re.ASCII)
_NG_HERE = re.compile(r"(?<![A-Z])N\.?/?G\.?(?![A-Z])", re.IGNORECASE)
_FS_HERE = re.compile(r"(?<![A-Z])(?:F\.?/?S\.?|false\s*start)(?![A-Z])", re.IGNORECASE)
_TAKE = re.compile(
    r"""(?:t(?:a?ke?)?[.:\s]*)?\#?\s*(?P<before>pu[-_.\s]*)?0*(?P<number>\d{1,3})(?:\.0)?
    (?:[-/_.\s]*(?:cam(?:era)?[-\s]*)?(?P<cameras>[A-H](?:[/+&,\s]?[A-H]){0,5})(?:[-_\s]?cam(?:era)?)?)?
    (?P<after>[-_\s]*pu|[-_\s]*pick-?up)?[.\s]*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


@lru_cache(maxsize=8192)
def split_take(text: str) -> tuple[str | None, tuple[str, ...], Status | None]:
    """A take cell without its camera letters and its mark: `2A*` is take 2, camera A, circled.

    Returns:
        The take as text (`3`, `PU2`; what cannot be read stays as written), camera letters, and
        the status that the mark says.
    """
    bare = text.strip()
    if bare in _RINGED:
        return _RINGED[bare], (), Status.CIRCLED
    status = Status.CIRCLED if _MARK.search(bare) or _IN_RING.fullmatch(bare) else None
    bare = re.sub(r"[()\[\]]", " ", _MARK.sub("", bare))
    for word, said in ((_FS_HERE, Status.FALSE_START), (_NG_HERE, Status.NG)):
        if word.search(bare):
            bare, status = word.sub(" ", bare), said
    bare = bare.strip(" -_,;:/")
    match = _TAKE.fullmatch(bare)
    if match is None:
        return bare or None, (), status
    cameras = tuple(dict.fromkeys(re.findall(r"[A-H]", (match["cameras"] or "").upper())))
    pickup = "PU" if match["before"] or match["after"] else ""
    return f"{pickup}{match['number']}", cameras, status
