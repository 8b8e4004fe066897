"""How well the product's answers agree with the truth, and in words where they do not."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.simulator._truth import Truth

Row = Mapping[str, Any]
Pair = tuple[str, str]
FIELDS = ("scene", "setup", "take", "camera", "clip", "roll", "status")


@dataclass(frozen=True, slots=True)
class Mark:
    """Counts of one comparison."""

    right: int
    told: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was told that is true."""
        return self.right / self.told if self.told else float(not self.true)

    @property
    def recall(self) -> float:
        """Share of the truth that was told."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plain(self) -> dict[str, float]:
        """For printing."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "true": self.true,
        }


def score(
    truth: Truth,
    takes: Sequence[Row],
    changes: Mapping[Pair, Sequence[Row]],
    pairs: Sequence[Row],
    files: Sequence[Row] | None = None,
) -> dict[str, Any]:
    """Compare answers with the truth.

    Args:
        truth: What is right.
        takes: Rows of `circletake takes --json`.
        changes: Rows of `circletake changes OLD NEW --json` by (OLD, NEW).
        pairs: Rows of `circletake pairs --json`.
        files: The `files` of `circletake ingest --json`, if they are to be checked.

    Returns:
        For `takes`, `outcomes`, `used_frames`, `changes`, `changes_loose`, `changes_far` (first
        version against last, without timecode), `pairs`, `pairs_loose`
        precision, recall and f1; `fields`, `notes` and `conflicts` as shares; `differences` by
        the same names, each a list of sentences, the first differences only.
    """
    differences: dict[str, list[str]] = {}
    out: dict[str, Any] = _score_takes(truth, takes, differences)
    out |= _score_outcomes(truth, takes, differences)
    out |= _score_changes(truth, changes, differences)
    out |= _score_pairs(truth, pairs, differences)
    if files is not None:
        out["files"] = _score_files(truth, files, differences)
    out["differences"] = {name: lines[:40] for name, lines in differences.items()}
    return out


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip().upper()


def _same(field: str, told: object, row: Row) -> bool:
    wanted = row["accept"].get(field, [row[field]])
    if field == "take":
        return bool(told == row[field])
    return _text(told) in {_text(each) for each in wanted}


def _identity(row: Row) -> tuple[object, ...]:
    """What a row is about: its clip, or without one its slate and camera."""
    if row.get("clip"):
        return (_text(row["clip"]),)
    return _text(row.get("setup")), row.get("take"), _text(row.get("camera"))


def _name(row: Row) -> str:
    slate = f"{row.get('setup')}-{row.get('take')}{row.get('camera') or ''}"
    return f"{slate} ({row.get('clip') or 'no clip'})"


# -- takes -----------------------------------------------------------------------------------------


def _score_takes(
    truth: Truth, takes: Sequence[Row], differences: dict[str, list[str]]
) -> dict[str, Any]:
    lines = differences.setdefault("takes", [])
    wanted = {_identity(row): row for row in truth.takes if not row["optional"]}
    spare = {_identity(row) for row in truth.takes if row["optional"]}
    spare |= {(setup, take, None) for setup, take, *_ in (key for key in spare if len(key) == 3)}
    right, told = 0, 0
    agreed: Counter[str] = Counter()
    met: dict[tuple[object, ...], Row] = {}
    for row in takes:
        key = _identity(row)
        if key in wanted and key not in met:
            met[key] = row
        elif key in spare or (row.get("camera") is None and row.get("clip") is None):
            continue
        else:
            why = "a second row for it" if key in wanted else "no such take"
            lines.append(f"{_name(row)}: {why}")
        told += 1
    for key, row in wanted.items():
        found = met.get(key)
        if found is None:
            lines.append(f"{_name(row)}: missing")
            continue
        wrong = [field for field in FIELDS if not _same(field, found.get(field), row)]
        agreed.update(field for field in FIELDS if field not in wrong)
        right += not wrong
        lines += [f"{_name(row)}: {f} is {row[f]!r}, told {found.get(f)!r}" for f in wrong]
    both = [(row, met[key]) for key, row in wanted.items() if key in met]
    out: dict[str, Any] = {"takes": Mark(right, told, len(wanted)).plain()}
    out["fields"] = {field: agreed[field] / max(1, len(both)) for field in FIELDS}
    out["notes"] = _share(both, _notes_kept, "notes", lines)
    out["conflicts"] = _share(both, _conflicts_kept, "conflicts", lines)
    return out


def _share(
    both: Iterable[tuple[Row, Row]], kept: Callable[[Row, Row], bool], field: str, lines: list[str]
) -> float:
    """Share of the rows that have such a field in which it is kept."""
    some = [(row, told) for row, told in both if row[field]]
    bad = [(row, told) for row, told in some if not kept(row, told)]
    lines += [
        f"{_name(row)}: {field} {row[field]!r}, told {told.get(field)!r}" for row, told in bad[:5]
    ]
    return 1 - len(bad) / len(some) if some else 1.0


def _letters(text: object) -> str:
    """Text without white space and without what a wrong guess at the encoding changes."""
    return "".join(c for c in str(text) if c.isascii() and not c.isspace())


def _notes_kept(row: Row, told: Row) -> bool:
    notes = told.get("notes") or []
    heap = _letters(notes if isinstance(notes, str) else " ".join(str(note) for note in notes))
    return all(_letters(note) in heap for note in row["notes"])


def _conflicts_kept(row: Row, told: Row) -> bool:
    fields = {each.get("field") for each in told.get("conflicts") or []}
    return set(row["conflicts"]) <= fields


# -- outcomes --------------------------------------------------------------------------------------


def _score_outcomes(
    truth: Truth, takes: Sequence[Row], differences: dict[str, list[str]]
) -> dict[str, Any]:
    lines = differences.setdefault("outcomes", [])
    ignored = {_text(row["clip"]) for row in truth.takes if row["optional"]}
    rows = [row for row in takes if row.get("clip") and _text(row["clip"]) not in ignored]
    right = [row for row in truth.takes if row["clip"] and not row["optional"]]
    told = {(_text(row["clip"]), row.get("outcome")) for row in rows}
    true = {(_text(row["clip"]), row["outcome"]) for row in right}
    used_told, used_true = _used(rows), _used(right)
    lines += [f"{clip}: outcome is {what}" for clip, what in sorted(true - told, key=str)]
    lines += [f"{clip}: outcome told as {what}" for clip, what in sorted(told - true, key=str)]
    lines += [
        f"{c}: {n} frames used in {cut}" for c, cut, n in sorted(used_true - used_told, key=str)
    ]
    lines += [
        f"{c}: told {n} frames in {cut}" for c, cut, n in sorted(used_told - used_true, key=str)
    ]
    return {
        "outcomes": Mark(len(told & true), len(told), len(true)).plain(),
        "used_frames": Mark(len(used_told & used_true), len(used_told), len(used_true)).plain(),
    }


def _used(rows: Sequence[Row]) -> set[tuple[str | None, str, int]]:
    return {
        (_text(row["clip"]), cut, frames)
        for row in rows
        for cut, frames in (row.get("used_frames") or {}).items()
        if frames
    }


# -- changes ---------------------------------------------------------------------------------------


def _time(text: object) -> str | None:
    return None if text is None else re.sub(r"[;.,]", ":", str(text).strip())


def _strict(row: Row) -> tuple[object, ...]:
    return (*_loose(row), _time(row.get("old_record_in")), _time(row.get("new_record_in")))


def _loose(row: Row) -> tuple[object, ...]:
    frames = row.get("frames")
    replaced = row.get("replaced") or {}
    size = abs(frames) if isinstance(frames, int) else frames
    return row.get("kind"), _text(row.get("clip")), size, _text(replaced.get("clip"))


def _score_changes(
    truth: Truth, changes: Mapping[Pair, Sequence[Row]], differences: dict[str, list[str]]
) -> dict[str, Any]:
    lines = differences.setdefault("changes", [])
    exact, loose = Mark(0, 0, 0), Mark(0, 0, 0)
    kinds: dict[str, list[int]] = {}
    for key, rows in truth.changes.items():
        old, new = key.split("|")
        told = changes.get((old, new), [])
        exact = _plus(exact, _compare(rows, told, _strict))
        loose = _plus(loose, _compare(rows, told, _loose))
        lines += [f"{old} to {new}: {line}" for line in _explain(rows, told)]
        found = Counter(_strict(row) for row in told)
        for row in rows:
            count = kinds.setdefault(row["kind"], [0, 0])
            if not row["optional"]:
                count[0] += found[_strict(row)] > 0
                count[1] += 1
    far = Mark(0, 0, 0)
    for key, rows in truth.far.items():
        old, new = key.split("|")
        far = _plus(far, _compare(rows, changes.get((old, new), []), _loose))
    recall = {kind: right / max(1, true) for kind, (right, true) in sorted(kinds.items())}
    return {
        "changes": exact.plain(), "changes_loose": loose.plain(), "changes_far": far.plain(),
        "recall_by_kind": recall,
    }  # fmt: skip


def _plus(first: Mark, second: Mark) -> Mark:
    return Mark(first.right + second.right, first.told + second.told, first.true + second.true)


def _compare(
    rows: Sequence[Row], told: Sequence[Row], key: Callable[[Row], tuple[object, ...]]
) -> Mark:
    """Count agreement; optional rows and rows of what is no take count neither way."""
    true = Counter(key(row) for row in rows if not row["optional"])
    spare = Counter(key(row) for row in rows if row["optional"])
    said = Counter(key(row) for row in _of_takes(rows, told))
    right = (true & said).total()
    extra = said - true
    return Mark(right, right + (extra - spare).total(), true.total())


def _of_takes(rows: Sequence[Row], told: Sequence[Row]) -> list[Row]:
    """The rows told without those of placeholders, whatever the product calls them."""
    others = {_place(row) for row in rows if row["optional"] and row["clip"] is None}
    return [
        row for row in told
        if row.get("clip") and not (row.get("setup") is None and _place(row) in others)
    ]  # fmt: skip


def _place(row: Row) -> tuple[object, ...]:
    return (
        row.get("kind"), row.get("frames"), _time(row.get("old_record_in")),
        _time(row.get("new_record_in")),
    )  # fmt: skip


def _explain(rows: Sequence[Row], told: Sequence[Row]) -> list[str]:
    """What is missing and what is too much, each with what it was taken for."""
    true = Counter(_strict(row) for row in rows if not row["optional"])
    spare = Counter(_strict(row) for row in rows if row["optional"])
    said = Counter(_strict(row) for row in _of_takes(rows, told))
    lacking, extra = true - said, said - true - spare
    out = []
    for key in lacking:
        near = [
            each for each in extra if each[1] == key[1] or set(each[4:]) & set(key[4:]) - {None}
        ]
        instead = f"; told instead: {_say(near[0])}" if near else "; nothing told there"
        out.append(f"missing {_say(key)}{instead}")
    out += [f"too much: {_say(key)}" for key in extra]
    return out


def _say(key: tuple[object, ...]) -> str:
    kind, clip, frames, replaced, old, new = key
    text = f"{kind} {frames} of {clip}" + (f" for {replaced}" if replaced else "")
    return f"{text} at {old} -> {new}"


# -- pairs and files -------------------------------------------------------------------------------


def _score_pairs(
    truth: Truth, pairs: Sequence[Row], differences: dict[str, list[str]]
) -> dict[str, Any]:
    lines = differences.setdefault("pairs", [])

    def key(row: Row) -> tuple[object, ...]:
        return _text(row.get("chosen")), _text(row.get("rejected")), row.get("why")

    def short(row: Row) -> tuple[object, ...]:
        return key(row)[:2]

    out = {}
    spare = {frozenset(short(row)) for row in truth.pairs if row["optional"]}
    told = [row for row in pairs if frozenset(short(row)) not in spare]
    true = [row for row in truth.pairs if not row["optional"]]
    for name, of in (("pairs", key), ("pairs_loose", short)):
        a, b = Counter(of(row) for row in true), Counter(of(row) for row in told)
        out[name] = Mark((a & b).total(), b.total(), a.total()).plain()
    a, b = Counter(key(row) for row in true), Counter(key(row) for row in told)
    lines += [f"missing: {x} over {y} ({why})" for x, y, why in a - b]
    lines += [f"too much: {x} over {y} ({why})" for x, y, why in b - a]
    return out


def _score_files(
    truth: Truth, files: Sequence[Row], differences: dict[str, list[str]]
) -> dict[str, float]:
    """Share of files with the right `in_file`, and of broken lines that a problem names."""
    lines = differences.setdefault("files", [])
    told = {str(row["path"]).replace("\\", "/"): row for row in files}

    def find(path: str) -> Row | None:
        return next(
            (row for name, row in told.items() if name == path or name.endswith("/" + path)), None
        )

    counted, right, broken, named = 0, 0, 0, 0
    for row in truth.files:
        found = find(row["path"])
        if row["in_file"] is not None:
            counted += 1
            here = found.get("in_file") if found else None
            right += here == row["in_file"]
            if here != row["in_file"]:
                lines.append(f"{row['path']}: {row['in_file']} in file, told {here}")
        problems = {each.get("line") for each in (found or {}).get("problems") or []}
        broken += len(row["broken"])
        named += len(set(row["broken"]) & problems)
        lines += [
            f"{row['path']}: no problem names line {n}" for n in set(row["broken"]) - problems
        ]
    return {"in_file": right / max(1, counted), "broken_lines": named / broken if broken else 1.0}
