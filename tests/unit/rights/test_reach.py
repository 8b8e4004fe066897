"""How far a consent reaches: what its description names, what was cleared on it, what it takes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake import rights
from circletake.errors import AskedWrongly, Refused
from circletake.model import Answer, Clearance, Consent, Revocation, Take, Use
from circletake.plugins.stores.sql import open_ledger
from circletake.ports.stores import Mined
from circletake.rights._scope import by_clip, names_in, names_of

CLIP, OTHER = "A012C003_240503_R1BY", "A014C001_240504_R1BY"
TAKES = (Take("24", "24A", 3, "A", CLIP), Take("25", "25", 1, "A", OTHER))


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as opened:
        yield opened


@pytest.fixture
def film(ledger):
    made = ledger.ensure_production("Film")
    ledger.mined.replace(made, Mined("basis", takes=TAKES))
    return made


@pytest.fixture
def agree(ledger, film):
    """Record a consent, and revoke it where asked."""

    def record(scope, kinds=("training",), name="C-1", *, revoked=False, **more):
        rights.record_consent(ledger, film, Consent(name, "Jo", kinds, scope, **more), "legal")
        if revoked:
            rights.revoke_consent(ledger, film, name, "legal", "asked to")

    return record


def train(*subjects, **more):
    return Use("training", "pairs of Film to pairs.jsonl", subjects, **more)


def answers(entries):
    return [entry.value.answer for entry in entries if isinstance(entry.value, Clearance)]


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("Setup 24A", {"setup:24a"}),
        ("setups 24A, 024b and 25 only", {"setup:24a", "setup:24b", "setup:25"}),
        ("scenes 12-14", {"scene:12", "scene:13", "scene:14", "scene:12-14"}),
        ("scene:24 & 25B", {"scene:24", "scene:25b"}),
        (f"the clip {CLIP}, not others", {f"clip:{CLIP.lower()}"}),
        ("slate 24A-3", {"setup:24a-3"}),
        ("ADR of this picture in 24 frames a second", set()),
        ("the scene where she leaves in 1985", set()),
        ("", set()),
    ],
)
def test_what_a_description_names(scope, names):
    assert names_in(scope) == names


@given(st.text(max_size=200))
def test_any_description_can_be_read(scope):
    names_in(scope)
    names_of(scope, {})


def test_names_of_a_subject():
    takes = by_clip(TAKES)
    assert names_of(CLIP, takes) == {f"clip:{CLIP.lower()}", "setup:24a", "scene:24"}
    assert names_of(f"clip:{CLIP}", takes) == {f"clip:{CLIP.lower()}", "setup:24a", "scene:24"}
    assert names_of("setup:024A", {}) == {"setup:24a", "scene:24"}
    assert names_of("scene:24", {}) == {"scene:24"}
    assert names_of("unknown.mov", takes) == {"clip:unknown.mov"}


def test_pairs_of_filmed_takes_are_cleared_for_the_studios_own_training(ledger, film):
    cleared = rights.clear(ledger, film, train(CLIP, OTHER), "me")
    assert cleared.answer is Answer.ALLOWED
    (entry,) = ledger.chain.about(film, CLIP, Clearance)
    assert entry.value == cleared


@pytest.mark.parametrize("scope", ["Setup 24A", "scenes 23-24", f"clip {CLIP}"])
def test_what_a_revoked_consent_names_is_refused_and_can_be_left_out(ledger, film, agree, scope):
    agree(scope, revoked=True)
    reason = {CLIP: "`C-1` of Jo revoked: asked to"}
    assert rights.barred(ledger, film, (CLIP, OTHER)) == reason
    with pytest.raises(Refused, match="asked to") as told:
        rights.clear(ledger, film, train(CLIP, OTHER), "me")
    assert CLIP in str(told.value)
    assert OTHER not in str(told.value)
    assert "SAG-23-USE" in str(told.value)
    assert told.value.fix == "Leave out what is not consented to."
    assert rights.clear(ledger, film, train(OTHER), "me").answer is Answer.ALLOWED
    assert answers(ledger.chain.entries(film, Clearance)) == [Answer.REFUSED, Answer.ALLOWED]


def test_a_consent_that_stands_or_is_to_something_else_bars_nothing(ledger, film, agree):
    agree("Setup 24A")
    agree("her voice", ("voice",), "C-2", revoked=True)
    assert rights.barred(ledger, film, (CLIP, OTHER)) == {}
    assert rights.clear(ledger, film, train(CLIP), "me").answer is Answer.ALLOWED


def test_a_revoked_training_consent_that_names_nothing_takes_everything(ledger, film, agree):
    agree("use of my performance for training", revoked=True)
    assert set(rights.barred(ledger, film, (CLIP, "anything"))) == {CLIP, "anything"}


def test_what_was_cleared_on_a_consent_goes_with_it(ledger, film, agree):
    agree("a dub of this picture", ("voice",))
    rights.clear(ledger, film, Use("voice", "a line", ("gen-1",), ("C-1",)), "me")
    rights.clear(ledger, film, Use("previs", "a still", ("gen-2",)), "me")
    rights.revoke_consent(ledger, film, "C-1", "legal")
    with pytest.raises(Refused):
        rights.clear(ledger, film, Use("voice", "another", ("gen-3",), ("C-1",)), "me")
    subjects = ("gen-1", "gen-2", "gen-3", "C-1", "Jo")
    assert set(rights.barred(ledger, film, subjects)) == {"gen-1", "C-1", "Jo"}
    relied = rights.reliance(ledger, film, "C-1")
    assert answers(relied) == [Answer.ALLOWED, Answer.REFUSED]


def test_a_consent_that_ended_reaches_as_far(ledger, film, agree):
    yesterday = date.today() - timedelta(1)
    agree("setup 24A", ends=yesterday)
    agree("setup 25", name="C-2", starts=date.today() + timedelta(1))
    barred = rights.barred(ledger, film, (CLIP, OTHER))
    assert barred == {CLIP: f"`C-1` of Jo ended on {yesterday}"}
    assert rights.barred(ledger, film, (CLIP,), yesterday) == {}


def test_a_revocation_whose_words_were_erased_still_holds(ledger, film, agree):
    agree("setup 24A", revoked=True)
    (entry,) = ledger.chain.entries(film, Revocation)
    ledger.chain.erase(film, entry.id, actor="legal", because="art. 17")
    (held,) = rights.consents(ledger, film)
    assert (held.holds, held.because) == (False, "revoked")
    assert set(rights.barred(ledger, film, (CLIP, OTHER))) == {CLIP}


@pytest.mark.parametrize("kind", ["training", "export"])
def test_script_text_is_not_for_training(ledger, film, agree, kind):
    asked = Use(kind, "coverage pairs", ("script:draft 3", CLIP), review="L-1")
    with pytest.raises(Refused, match="script:draft 3 is script text") as told:
        rights.clear(ledger, film, asked, "me")
    assert "WGA-72-RES" in str(told.value)
    agree("the writers' drafts of this picture", ("script",))
    asked = Use(kind, "coverage pairs", ("script:draft 3", CLIP), ("C-1",), review="L-1")
    assert rights.clear(ledger, film, asked, "me").answer is Answer.ALLOWED


def test_a_consent_holds_for_what_it_describes(ledger, film, agree):
    agree("her voice in setups 24A and 24B", ("voice",))
    asked = Use("voice", "a line", (CLIP,), ("C-1",))
    assert rights.clear(ledger, film, asked, "me").answer is Answer.ALLOWED
    asked = Use("voice", "a line", (CLIP, OTHER), ("C-1",))
    with pytest.raises(Refused, match="outside of what was agreed") as told:
        rights.clear(ledger, film, asked, "me")
    assert OTHER in str(told.value)
    assert CLIP not in str(told.value)
    agree("a dub of all her lines", ("voice",), "C-2")
    asked = Use("voice", "a line", (OTHER,), ("C-1", "C-2"))
    assert rights.clear(ledger, film, asked, "me").answer is Answer.ALLOWED


def test_only_the_rules_that_decided_are_named(ledger, film, agree):
    agree("a line", ("voice",), revoked=True)
    with pytest.raises(Refused):
        rights.clear(ledger, film, Use("lead_face", "her face", (), ("C-1",)), "me")
    (entry,) = ledger.chain.entries(film, Clearance)
    row = next(row for row in rights.policy() if row.kind == "lead_face")
    assert entry.value.rules == ("SAG-23-USE", *row.rules)
    for part in ("revoked: asked to", "a consent to likeness", "a legal review"):
        assert part in entry.value.because


def test_many_subjects_are_told_in_short(ledger, film, agree):
    agree("all of it", revoked=True)
    with pytest.raises(Refused, match="clip-4 and 95 more"):
        rights.clear(ledger, film, train(*(f"clip-{n}" for n in range(100))), "me")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"signed": date.today() + timedelta(1)}, "still to come"),
        ({"holder": " "}, "a holder"),
        ({"id": ""}, "an id"),
        ({"scope": "\n"}, "describes the use"),
    ],
)
def test_a_consent_that_says_too_little_is_not_recorded(ledger, film, wrong, says):
    told = {"id": "C-1", "holder": "Jo", "kinds": ("voice",), "scope": "a line"} | wrong
    with pytest.raises(AskedWrongly, match=says) as refused:
        rights.record_consent(ledger, film, Consent(**told), "legal")
    assert refused.value.fix
    assert rights.consents(ledger, film) == ()


def test_a_use_says_what_is_to_be_done(ledger, film):
    with pytest.raises(AskedWrongly, match="what is to be done"):
        rights.clear(ledger, film, Use("previs", " "), "me")
    assert list(ledger.chain.entries(film)) == []


@pytest.mark.parametrize(
    "kind",
    ["training", "export", "previs", "coverage", "shotlist", "edit", "subtitles", "music", "adr",
     "cleanup", "audience", "forecast", "vfx", "lead_face", "complex_interaction", "continuity",
     "script_generation", "likeness", "voice"],
)  # fmt: skip
def test_every_use_of_the_design_has_its_row(kind):
    (row,) = [row for row in rights.policy() if row.kind == kind]
    assert row.gate
    assert row.covers
