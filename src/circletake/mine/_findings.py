"""What a person would want to know, beyond the answers."""

from collections.abc import Iterable, Sequence

from circletake.mine._conform import slate_text
from circletake.mine._cuts import FiledCut
from circletake.model import Evidence, Finding, Outcome, Status, Take, Tie


def findings_of(
    takes: Sequence[Take], cuts: Sequence[FiledCut], ties: Iterable[Tie]
) -> tuple[Finding, ...]:
    """Disagreements between set and cutting room, between logs, and what no log explains."""
    found: list[Finding] = []
    for take in takes:
        name = slate_text(take)
        if take.status is Status.CIRCLED and take.outcome is Outcome.UNUSED and cuts:
            message = f"{name} was circled on set and is in no cut"
            found.append(Finding("circled_never_used", name, message, take.evidence))
        if take.status is Status.NG and take.used_frames:
            where = ", ".join(take.used_frames)
            message = f"{name} was marked NG on set and is used in {where}"
            found.append(Finding("used_though_ng", name, message, take.evidence))
        for conflict in take.conflicts:
            message = (
                f"{name}: the logs disagree about {conflict.field}: "
                f"{conflict.kept or 'nothing'} counts, not {conflict.other or 'nothing'}; "
                f"{conflict.because}"
            )
            found.append(Finding("log_conflict", name, message, conflict.evidence))
    by_name = {cut.name: cut for cut in cuts}
    for tie in ties:
        if tie.clip is None:
            filed = by_name[tie.cut]
            event = filed.cut.events[tie.event]
            name = event.clip_name or event.source_file or event.reel or "an unnamed clip"
            there = Evidence(filed.file, event.line, f"event {event.number}: {name}")
            message = f"{tie.cut} plays {name} at {event.record_in_label}, which no log has"
            found.append(Finding("unknown_source", tie.cut, message, (there,)))
    return tuple(found)
