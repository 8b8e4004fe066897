"""What the commands say to people, in a director's words."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circletake.cli._show import say, table

if TYPE_CHECKING:
    from circletake.loop import FileReport
    from circletake.model import Change, Cut, Pair, Production, Take
    from circletake.ports.formats import Report
    from circletake.ports.stores import Filed, Mined

_KIND = {
    "take_swap": "swapped", "trim_head": "trimmed at the head", "lift": "lifted",
    "trim_tail": "trimmed at the tail", "extend_head": "extended at the head", "insert": "inserted",
    "extend_tail": "extended at the tail", "move": "moved", "retime": "retimed",
}  # fmt: skip
_WHY = {
    "swap": "swapped in", "used_over_unused": "used, the other never",
    "circled_over_ng": "circled, the other NG",
}  # fmt: skip
_COUNTED = {
    "swap": "swapped in", "used_over_unused": "used where the other never was",
    "circled_over_ng": "circled over an NG",
}  # fmt: skip
_SHOWN_PROBLEMS = 12
_SHOWN_FINDINGS = 12


def ingested(production: "Production", reports: Sequence["FileReport"], found: "Mined") -> None:
    """What was read, what was left out, and what it means."""
    rows = [
        (report.path, report.format or "unknown", report.in_file, report.imported,
         _state(report))
        for report in reports
    ]  # fmt: skip
    table(f"Read into {production.name}", ("file", "format", "in file", "imported", ""), rows)
    problems = [(report.path, p) for report in reports for p in report.problems]
    for path, problem in problems[:_SHOWN_PROBLEMS]:
        where = f"{path}:{problem.line}" if problem.line is not None else path
        say(f"  {where}: {problem.message}")
    if len(problems) > _SHOWN_PROBLEMS:
        say(f"  … and {len(problems) - _SHOWN_PROBLEMS} more; --json lists them all.")
    mined(production, found)


def _state(report: "FileReport") -> str:
    if report.unchanged:
        return "unchanged"
    return f"{len(report.problems)} to look at" if report.problems else ""


def mined(production: "Production", found: "Mined") -> None:
    """The answer of a lap, in sentences."""
    outcome = Counter(take.outcome.value for take in found.takes)
    why = Counter(pair.why.value for pair in found.pairs if pair.comparable)
    say("")
    say(f"{production.name}: {len(found.takes)} takes, {len(found.cuts)} cuts"
        + (f" ({', '.join(found.cuts)})" if found.cuts else "") + ".")  # fmt: skip
    if found.cuts:
        say(f"  In the last cut {outcome['used']} takes are used; {outcome['dropped']} were in an "
            f"earlier one and were dropped; {outcome['unused']} were never used.")  # fmt: skip
    for between in found.between:
        kinds = Counter(change.kind.value for change in between.changes)
        told = ", ".join(f"{count} {_KIND[kind]}" for kind, count in kinds.most_common())
        say(f"  {between.old} to {between.new}: {told or 'nothing changed'}.")
    say(f"  {sum(why.values())} pairs of one take chosen over another"
        + (f": {', '.join(f'{n} {_COUNTED[w]}' for w, n in why.most_common())}" if why else "")
        + ".")  # fmt: skip
    for finding in found.findings[:_SHOWN_FINDINGS]:
        say(f"  · {finding.message}.")
    if len(found.findings) > _SHOWN_FINDINGS:
        say(f"  · … and {len(found.findings) - _SHOWN_FINDINGS} more findings.")


def counts(found: "Mined") -> dict[str, Any]:
    """How much of everything was mined."""
    return {
        "takes": len(found.takes),
        "cuts": list(found.cuts),
        "changes": sum(len(between.changes) for between in found.between),
        "pairs": sum(pair.comparable for pair in found.pairs),
        "findings": [
            {"kind": finding.kind, "subject": finding.subject, "message": finding.message}
            for finding in found.findings
        ],
    }


def inspected(file: Path, report: "Report[Any]") -> None:
    """A file's items, one a line, after what was kept of it."""
    rate = f", {report.rate} frames a second ({report.rate_origin})" if report.rate else ""
    say(f"{file}: {report.format}{rate}; {report.in_file} in file, {report.imported} imported.")
    for problem in report.problems:
        say(f"  line {problem.line}: {problem.message}" if problem.line else f"  {problem.message}")
    for item in report.items:
        say(f"  {_short(item)}")


def _short(item: Any) -> str:
    from circletake.cli._show import item_plain

    plain = item_plain(item)
    kept = {key: value for key, value in plain.items() if value not in (None, "", [], {}, False)}
    return "  ".join(f"{key}={value}" for key, value in kept.items())


def takes(found: Sequence["Take"]) -> None:
    """The slate board."""
    rows = [
        (take.scene, take.setup, take.take, take.camera, take.clip, take.status, take.outcome.value,
         sum(take.used_frames.values()),
         "; ".join(f"{c.field}: {c.kept} not {c.other}" for c in take.conflicts),
         take.notes.replace("\n", " / "))
        for take in found
    ]  # fmt: skip
    heads = (
        "scene",
        "setup",
        "take",
        "cam",
        "clip",
        "status",
        "outcome",
        "frames",
        "conflicts",
        "notes",
    )
    table(f"{len(found)} takes", heads, rows)


def cut_row(filed: "Filed[Cut]") -> dict[str, Any]:
    """One cut as a row."""
    cut = filed.value
    picture = [event for event in cut.events if event.picture]
    return {
        "name": cut.name, "file": filed.file, "rate": str(cut.rate), "rate_origin": cut.rate_origin,
        "events": len(cut.events), "picture_events": len(picture),
        "frames": sum(event.record_out - event.record_in for event in picture),
    }  # fmt: skip


def cuts(rows: Sequence[dict[str, Any]]) -> None:
    """The cuts, oldest first."""
    heads = ("name", "rate", "rate_origin", "events", "picture_events", "frames")
    table(f"{len(rows)} cuts, oldest first", heads, [[row[head] for head in heads] for row in rows])


def changes(old: str, new: str, found: Sequence["Change"]) -> None:
    """The change list."""
    rows = [
        (change.new_record_in or change.old_record_in, _KIND[change.kind.value],
         _name(change.shown), change.frames,
         f"for {_name(change.replaced)}" if change.replaced else "")
        for change in found
    ]  # fmt: skip
    table(
        f"{old} to {new}: {len(found)} changes", ("record in", "what", "shot", "frames", ""), rows
    )


def _name(shown: Any) -> str:
    """A take as the cutting room writes it: `2A-3 B`."""
    if shown.setup is None:
        return shown.clip or "unnamed"
    return f"{shown.setup}-{shown.take}{' ' + shown.camera if shown.camera else ''}"


def pairs(found: Sequence["Pair"], all_takes: Sequence["Take"]) -> None:
    """Who won over whom."""
    names = {take.clip: _name(take) for take in all_takes if take.clip}
    rows = [
        (names[pair.chosen], names[pair.rejected], _WHY[pair.why.value],
         " / ".join(pair.reasons).replace("\n", " / ") if pair.comparable
         else f"not comparable: {pair.not_comparable_because}")
        for pair in found
    ]  # fmt: skip
    table(f"{len(found)} pairs", ("chosen", "over", "because", "in words"), rows)
