"""Outcomes, pairs, findings and verdicts."""

import pytest

from circletake.mine import Record, mine, verdicts_of
from circletake.model import Finding, Note, Outcome, Reference
from circletake.ports.stores import Filed
from tests.unit.mine.build import CIRCLED, FALSE, NG, clip, cut, row

T1, T2, T3, T4 = (clip("A", n) for n in range(1, 5))
X = clip("A", 30)


def log(*statuses, setup="24A"):
    rows = [row("camera", setup, n, clip("A", n)) for n in range(1, len(statuses) + 1)]
    rows += [
        row("script", setup, n, status=s, notes=f"note {n}") for n, s in enumerate(statuses, 1)
    ]
    return [*rows, row("camera", "25", 1, X)]


def run(rows, *cuts, notes=()):
    return mine(Record(log=rows, cuts=cuts, notes=notes))


def told(found):
    return [(p.chosen, p.rejected, p.why.value) for p in found.pairs]


def test_outcomes_and_frames():
    found = run(
        log(None, None, None),
        cut("v1", (T1, 0, 10), (T2, 0, 5)),
        cut("v2", (T1, 0, 8), (T1, 50, 4)),
    )
    by_clip = {t.clip: t for t in found.takes}
    assert by_clip[T1].used_frames == {"v1": 10, "v2": 12}
    assert [by_clip[c].outcome for c in (T1, T2, T3)] == [
        Outcome.USED,
        Outcome.DROPPED,
        Outcome.UNUSED,
    ]


def test_swap_is_the_strongest_and_counts_once():
    found = run(
        log(None, None), cut("v1", (T1, 0, 10), (X, 0, 9)), cut("v2", (T2, 0, 10), (X, 0, 9))
    )
    assert told(found) == [(T2, T1, "swap")]
    assert {e.file for e in found.pairs[0].evidence} == {"v1.edl", "v2.edl"}


def test_a_swap_that_is_reverted_counts_by_its_last_state():
    one, two = cut("v1", (T1, 0, 10), (X, 0, 9)), cut("v2", (T2, 0, 10), (X, 0, 9))
    found = run(log(None, None), one, two, cut("v3", (T1, 0, 10), (X, 0, 9)))
    assert told(found) == [(T1, T2, "swap")]


def test_used_over_unused_but_not_over_dropped():
    found = run(log(None, None, None), cut("v1", (T1, 0, 10), (T2, 0, 10)), cut("v2", (T1, 0, 10)))
    assert told(found) == [(T1, T3, "used_over_unused")]


def test_circled_over_ng_that_no_cut_plays():
    found = run(log(CIRCLED, NG, NG), cut("v1", (T2, 0, 10), (X, 0, 5)), cut("v2", (X, 0, 5)))
    assert told(found) == [(T1, T3, "circled_over_ng")]


def test_false_starts_never():
    assert told(run(log(None, FALSE), cut("v1", (T1, 0, 10)))) == []


def test_other_cameras_and_setups_make_no_pair():
    rows = [
        row("camera", "24A", 1, T1),
        row("camera", "24A", 2, clip("B", 2)),
        row("camera", "24B", 1, T3),
    ]
    assert told(run(rows, cut("v1", (T1, 0, 10)))) == []


def test_reasons_are_written_words_only():
    said = Note("24A-1 is too early on the look", references=(Reference("take", "24A-1", "24A-1"),))
    swap = cut("v1", (T1, 0, 10), (X, 0, 9)), cut("v2", (T2, 0, 10), (X, 0, 9))
    found = run(log(None, None), *swap, notes=[Filed("notes.md", said)])
    assert found.pairs[0].reasons == ("note 1", "24A-1 is too early on the look")
    rows = [row("camera", "24A", n, clip("A", n)) for n in (1, 2)] + [row("camera", "25", 1, X)]
    assert run(rows, *swap).pairs[0].reasons == ()


def test_a_pickup_is_listed_and_not_comparable():
    rows = [row("camera", "24A", 1, T1), row("camera", "24A", "PU2", T2)]
    (pair,) = run(rows, cut("v1", (T1, 0, 10))).pairs
    assert not pair.comparable
    assert "pickup" in (pair.not_comparable_because or "")
    assert not list(verdicts_of((), [pair]))


@pytest.mark.parametrize(
    ("statuses", "used", "kind"),
    [((CIRCLED, None), T2, "circled_never_used"), ((CIRCLED, NG), T2, "used_though_ng")],
)
def test_disagreements_of_set_and_cutting_room_are_findings(statuses, used, kind):
    found = run(log(*statuses), cut("v1", (used, 0, 10)))
    assert kind in {finding.kind for finding in found.findings}


def test_events_that_no_log_explains_are_findings():
    found = run(log(None), cut("v1", ("STOCK SUNSET", 0, 10)))
    (finding,) = found.findings
    assert isinstance(finding, Finding)
    assert finding.kind == "unknown_source"
    assert "STOCK SUNSET" in finding.message


def test_verdicts_have_stable_keys_of_their_own():
    found = run(
        log(CIRCLED, NG, None), cut("v1", (T1, 0, 10), (X, 0, 9)), cut("v2", (T3, 0, 10), (X, 0, 9))
    )
    verdicts = dict(verdicts_of(found.takes, found.pairs))
    assert len(verdicts) == len(list(verdicts_of(found.takes, found.pairs)))
    decisions = sorted(v.decision.value for v in verdicts.values())
    assert decisions == [*["accept"] * 3, *["compare"] * 3, "reject"]
    assert all(v.source.value == "mined" for v in verdicts.values())
    again = run(
        log(CIRCLED, NG, None), cut("v1", (T1, 0, 10), (X, 0, 9)), cut("v2", (T3, 0, 10), (X, 0, 9))
    )
    assert list(dict(verdicts_of(again.takes, again.pairs))) == list(verdicts)
