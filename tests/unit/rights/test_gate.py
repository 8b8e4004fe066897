"""The rights gate: the matrix, consents, revocation, refusals that are recorded."""

from datetime import date, timedelta

import pytest

from circletake import rights
from circletake.errors import AskedWrongly, NotFound, Refused
from circletake.model import Answer, Clearance, Consent, Use
from circletake.plugins.stores.sql import open_ledger


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as opened:
        yield opened


@pytest.fixture
def film(ledger):
    return ledger.ensure_production("Film")


def consent(name="C-1", kinds=("voice",), **more):
    return Consent(name, "A. Player", kinds, "ADR of this picture", **more)


def use(kind, **more):
    return Use(kind, "one line in scene 24", **more)


def test_rules_and_rows_are_data_that_agree():
    ids = {rule.id for rule in rights.rules()}
    assert len(ids) == len(rights.rules()) >= 30
    assert all(rule.statement.endswith(".") and rule.check.endswith(".") for rule in rights.rules())
    for row in rights.policy():
        assert set(row.rules) <= ids
        assert row.standing in {"production", "experimental", "contract"}
        assert row.needs <= {"consent", "review"}
        assert ("consent" in row.needs) == bool(row.consent_kinds)
        assert bool(row.needs) == (row.default is Answer.REFUSED)


@pytest.mark.parametrize("row", rights.policy(), ids=lambda row: row.kind)
def test_every_use_gets_the_answer_of_its_row_and_leaves_a_clearance(ledger, film, row):
    if row.default is Answer.REFUSED:
        with pytest.raises(Refused) as refusal:
            rights.clear(ledger, film, use(row.kind), "me")
        assert all(rule in str(refusal.value) for rule in row.rules)
    else:
        assert rights.clear(ledger, film, use(row.kind), "me").answer is row.default
    (entry,) = ledger.chain.entries(film, Clearance)
    assert entry.value.answer is row.default
    assert entry.actor == "me"


def test_a_consent_that_stands_opens_the_gate(ledger, film):
    rights.record_consent(ledger, film, consent(), "me")
    cleared = rights.clear(ledger, film, use("voice", consents=("C-1",)), "me")
    assert cleared.answer is Answer.ALLOWED
    assert "C-1" in cleared.because


def test_a_consent_to_something_else_does_not(ledger, film):
    rights.record_consent(ledger, film, consent(kinds=("likeness",)), "me")
    with pytest.raises(Refused, match="voice"):
        rights.clear(ledger, film, use("voice", consents=("C-1",)), "me")


def test_a_consent_holds_within_its_dates(ledger, film):
    today = date.today()
    rights.record_consent(ledger, film, consent("old", ends=today - timedelta(1)), "me")
    rights.record_consent(ledger, film, consent("soon", starts=today + timedelta(1)), "me")
    rights.record_consent(ledger, film, consent("now", starts=today, ends=today), "me")
    assert [held.holds for held in rights.consents(ledger, film)] == [False, False, True]
    with pytest.raises(Refused, match="ended on"):
        rights.clear(ledger, film, use("voice", consents=("old",)), "me")


def test_revoking_closes_it_for_every_later_use(ledger, film):
    rights.record_consent(ledger, film, consent(), "me")
    rights.revoke_consent(ledger, film, "C-1", "me", "asked to")
    rights.revoke_consent(ledger, film, "C-1", "me", "asked to")
    with pytest.raises(Refused, match="asked to"):
        rights.clear(ledger, film, use("voice", consents=("C-1",)), "me")
    with pytest.raises(Refused, match="A. Player"):
        rights.clear(ledger, film, use("training", subjects=("A. Player",)), "me")
    assert ledger.chain.verify(film).broken == ()


def test_a_face_needs_consent_and_review(ledger, film):
    rights.record_consent(ledger, film, consent(kinds=("likeness",)), "me")
    with pytest.raises(Refused, match="review"):
        rights.clear(ledger, film, use("lead_face", consents=("C-1",)), "me")
    asked = use("lead_face", consents=("C-1",), review="L-9")
    assert rights.clear(ledger, film, asked, "me").answer is Answer.SANDBOX, "still an experiment"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kinds": ("smell",)}, "no kind of consent"), ({"kinds": ()}, "no kind of consent"),
        ({"starts": date(2026, 2, 1), "ends": date(2026, 1, 1)}, "ends before"),
    ],
)  # fmt: skip
def test_a_consent_that_cannot_be_is_not_recorded(ledger, film, wrong, says):
    with pytest.raises(AskedWrongly, match=says):
        rights.record_consent(ledger, film, consent(**wrong), "me")
    assert rights.consents(ledger, film) == ()


def test_consents_are_never_changed(ledger, film):
    rights.record_consent(ledger, film, consent(), "me")
    with pytest.raises(AskedWrongly, match="never changed"):
        rights.record_consent(ledger, film, consent(), "me")


def test_names_that_are_not_there_are_said(ledger, film):
    with pytest.raises(NotFound, match="no consent"):
        rights.revoke_consent(ledger, film, "C-9", "me")
    with pytest.raises(AskedWrongly, match="training"):
        rights.clear(ledger, film, use("trainning"), "me")


def test_one_production_does_not_clear_for_another(ledger, film):
    rights.record_consent(ledger, film, consent(), "me")
    other = ledger.ensure_production("Other")
    with pytest.raises(Refused, match="no consent"):
        rights.clear(ledger, other, use("voice", consents=("C-1",)), "me")
