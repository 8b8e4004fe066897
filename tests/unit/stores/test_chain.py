"""The chain against those who would alter it: by its triggers, and by what an auditor is told."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake.errors import ChainBroken
from circletake.model import Consent, Revocation, Showing, Verdict, Withdrawal, to_plain
from circletake.plugins.stores.sql import open_ledger
from circletake.plugins.stores.sql._links import Open, canonical, commit, link
from circletake.testing._values import ACCEPTED, BRIEF, COMPARED, CONSENT, OTHERS

SECRET = "Jo-Ann Unforgettable"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path):
    with open_ledger(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def film(ledger):
    """A production with ten entries in its chain, and another one's beside it."""
    other = ledger.ensure_production("Other")
    made = ledger.ensure_production("Film")
    for number in range(5):
        ledger.chain.append(made, (COMPARED,), actor="mine", keys=(f"pair-{number}",))
        ledger.chain.append(other, (COMPARED,), actor="mine")
    ledger.chain.append(made, OTHERS, actor="Kim")
    assert ledger.chain.verify(made).broken == ()
    return made


@pytest.fixture
def attack(path):
    """Run statements as somebody who has the file, with or without the triggers."""

    def run(*statements, triggers=False):
        with closing(sqlite3.connect(path)) as connection, connection:
            if not triggers:
                names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in names.fetchall():
                    connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return run


WHERE = "WHERE production = (SELECT id FROM productions WHERE name = 'Film')"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE entries SET payload = replace(payload, 'editor', 'nobody') {WHERE}",
        f"UPDATE entries SET payload = NULL, salt = NULL, actor = 'me' {WHERE}",
        f"UPDATE entries SET seq = seq + 100 {WHERE}",
        f"UPDATE entries SET payload = NULL {WHERE}",
        f"DELETE FROM entries {WHERE}",
        f"DELETE FROM subjects {WHERE}",
        f"UPDATE subjects SET subject = 'x' {WHERE}",
    ],
)
def test_the_database_itself_refuses_to_alter(film, ledger, attack, statement):
    with pytest.raises(sqlite3.IntegrityError, match="the chain is append-only"):
        attack(statement, triggers=True)
    assert ledger.chain.verify(film).broken == ()


def test_replacing_is_refused_on_the_ledgers_own_connections(film, ledger):
    with ledger._database.write() as connection, pytest.raises(Exception, match="append-only"):
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO entries SELECT production, seq, id, kind, 'x', salt, "
            f"actor, at, key, ends, commitment, digest FROM entries {WHERE} AND seq = 2"
        )
    assert ledger.chain.verify(film).broken == ()


@pytest.mark.parametrize(
    ("statements", "places", "fault"),
    [
        ((f"UPDATE entries SET payload = replace(payload, 'edit', 'audit') {WHERE} AND seq = 3",),
         {3}, "payload was altered"),
        ((f"UPDATE entries SET salt = x'00112233445566778899aabbccddeeff' {WHERE} AND seq = 3",),
         {3}, "payload was altered"),
        ((f"UPDATE entries SET actor = 'somebody' {WHERE} AND seq = 4",), {4}, "altered"),
        ((f"UPDATE entries SET at = '2001-01-01T00:00:00+00:00' {WHERE} AND seq = 4",), {4}, ""),
        ((f"UPDATE entries SET key = NULL {WHERE} AND seq = 4",), {4}, "altered"),
        ((f"UPDATE entries SET kind = 'showing' {WHERE} AND seq = 4",), {4}, ""),
        ((f"UPDATE entries SET id = 'another' {WHERE} AND seq = 4",), {4}, "altered"),
        ((f"UPDATE entries SET ends = NULL {WHERE} AND kind = 'revocation'",), {10}, "altered"),
        ((f"UPDATE entries SET commitment = digest {WHERE} AND seq = 4",), {4}, ""),
        ((f"UPDATE entries SET digest = commitment {WHERE} AND seq = 4",), {4, 5}, "altered"),
        ((f"DELETE FROM entries {WHERE} AND seq = 4",), {5}, "1 entries before it are missing"),
        ((f"DELETE FROM entries {WHERE} AND seq = 1",), {2}, "1 entries before it are missing"),
        ((f"DELETE FROM entries {WHERE} AND seq = 4",
          f"UPDATE entries SET seq = seq - 1 {WHERE} AND seq > 4"), set(range(4, 10)), "altered"),
        ((f"UPDATE entries SET seq = 99 {WHERE} AND seq = 2",
          f"UPDATE entries SET seq = 2 {WHERE} AND seq = 3",
          f"UPDATE entries SET seq = 3 {WHERE} AND seq = 99"), {2, 3, 4}, "altered"),
        ((f"UPDATE entries SET seq = seq + 1 {WHERE} AND seq = 10",
          "INSERT INTO entries SELECT production, 10, 'forged', kind, payload, salt, actor, at, "
          f"'forged', ends, commitment, digest FROM entries {WHERE} AND seq = 5"),
         {10, 11}, "altered"),
        ((f"UPDATE entries SET payload = NULL, salt = NULL {WHERE} AND seq = 2",), {2},
         "gone and no erasure says why"),
        ((f"DELETE FROM subjects {WHERE} AND seq = 8",), {8}, "index of subjects"),
        ((f"UPDATE subjects SET subject = 'c2' {WHERE} AND subject = 'c1' AND seq = 8",), {8},
         "index of subjects"),
    ],
)  # fmt: skip
def test_an_auditor_is_told_of(film, ledger, attack, statements, places, fault):
    attack(*statements)
    told = ledger.chain.verify(film)
    assert {seq for seq, _ in told.broken} == places
    assert any(fault in message for _, message in told.broken)
    assert ledger.chain.verify(ledger.production("Other")).broken == ()


def test_a_tail_that_was_cut_off_is_seen_by_a_head_noted_earlier(film, ledger, attack):
    head = ledger.chain.verify(film).head
    attack(f"DELETE FROM entries {WHERE} AND seq > 7", f"DELETE FROM subjects {WHERE} AND seq > 7")
    assert ledger.chain.verify(film).broken == (), "nothing else can show it"
    told = ledger.chain.verify(film, head)
    assert told.broken == (
        (7, "the head noted earlier does not occur: entries were cut off or altered"),
    )


def test_a_tail_that_was_written_anew_is_seen_too(film, ledger, attack):
    head = ledger.chain.verify(film).head
    attack(f"DELETE FROM entries {WHERE} AND seq > 7", f"DELETE FROM subjects {WHERE} AND seq > 7")
    ledger.chain.append(film, OTHERS[2:], actor="Kim")
    assert ledger.chain.verify(film).entries == 10
    assert ledger.chain.verify(film).broken == ()
    assert ledger.chain.verify(film, head).broken != ()


def test_a_head_noted_earlier_stays_in_a_chain_that_grew(film, ledger):
    head = ledger.chain.verify(film).head
    ledger.chain.append(film, (ACCEPTED,), actor="Kim")
    assert ledger.chain.verify(film, head).broken == ()


def test_an_erasure_that_was_taken_back_is_seen(film, ledger, attack):
    entry = next(ledger.chain.entries(film, Showing))
    ledger.chain.erase(film, entry.id, actor="counsel", because="by law")
    attack(f"UPDATE entries SET payload = '{canonical(entry.value)}', salt = x'00' {WHERE} "
           f"AND seq = {entry.seq}")  # fmt: skip
    messages = [message for _, message in ledger.chain.verify(film).broken]
    assert "its payload was altered" in messages
    assert "it says that a payload was erased which is not" in messages


def test_a_payload_that_cannot_be_read_is_told_when_it_is_asked_for(film, ledger, attack):
    attack(f"UPDATE entries SET payload = '[' {WHERE} AND seq = 3")
    with pytest.raises(ChainBroken, match="entry 3 of the chain of Film") as told:
        list(ledger.chain.entries(film))
    assert told.value.fix
    assert {seq for seq, _ in ledger.chain.verify(film).broken} == {3}


def test_erasure_leaves_nothing_of_the_payload_on_disk(ledger, path):
    film = ledger.ensure_production("Film")
    consent = Consent("c9", SECRET, ("voice",), f"a dub by {SECRET}, " * 300)
    (entry,) = ledger.chain.append(film, (consent,), actor="legal")
    files = [path, path.with_name("ledger.db-wal")]
    assert any(SECRET.encode() in each.read_bytes() for each in files)
    ledger.chain.erase(film, entry, actor="counsel", because="art. 17")
    assert not any(SECRET.encode() in each.read_bytes() for each in files)
    assert ledger.chain.verify(film).broken == ()


def test_an_auditor_of_another_house_can_follow(film, path):
    """The digests again, from the columns alone, as the docstring of `_links` says."""
    import hashlib

    previous = None
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(f"SELECT * FROM entries {WHERE} ORDER BY seq").fetchall()
    assert len(rows) == 10
    for row in rows:
        commitment = hashlib.sha256(row["salt"] + row["payload"].encode()).hexdigest()
        bound = [previous, commitment, *(row[name] for name in
                 ("production", "seq", "kind", "id", "actor", "at", "key", "ends"))]  # fmt: skip
        text = json.dumps(bound, separators=(",", ":"))
        assert row["digest"] == hashlib.sha256(text.encode()).hexdigest()
        assert len(row["salt"]) == 16
        assert (
            json.dumps(json.loads(row["payload"]), sort_keys=True, separators=(",", ":"))
            == (row["payload"])
        )
        previous = row["digest"]
    assert len({row["salt"] for row in rows}) == 10


SALT = st.binary(min_size=16, max_size=16)


@given(SALT, SALT, st.text(), st.text())
def test_a_commitment_binds_payload_and_salt(salt, pepper, one, other):
    assert commit(salt, one) == commit(salt, one)
    assert (commit(salt, one) == commit(salt, other)) is (one == other)
    assert (commit(salt, one) == commit(pepper, one)) is (salt == pepper)


FIELDS = st.builds(
    Open, st.text(), st.integers(1, 9), st.text(), st.text(), st.text(), st.text(),
    st.none() | st.text(), st.none() | st.text(),
)  # fmt: skip


@given(FIELDS, FIELDS, st.none() | st.text(), st.text())
def test_a_digest_binds_every_open_field(one, other, previous, commitment):
    assert (link(previous, commitment, one) == link(previous, commitment, other)) is (one == other)
    assert link(previous, commitment, one) != link("another", commitment, one) or (
        previous == "another"
    )


def test_one_value_has_one_canonical_text():
    turned = Verdict(**{name: getattr(ACCEPTED, name) for name in reversed(ACCEPTED.__slots__)})
    assert canonical(turned) == canonical(ACCEPTED)
    assert json.loads(canonical(ACCEPTED)) == to_plain(ACCEPTED)
    assert canonical(ACCEPTED).isascii()


def test_many_keys_are_found_as_few_are(ledger):
    film = ledger.ensure_production("Film")
    many = [f"key-{number}" for number in range(450)]
    values = [Showing(BRIEF, (key,), "Kim") for key in many]
    ids = ledger.chain.append(film, values, actor="m", keys=many)
    assert ledger.chain.append(film, values, actor="m", keys=many) == ids
    assert ledger.chain.append(film, values[:3], actor="m", keys=many[:3]) == ids[:3]
    gone = [Withdrawal(one, "gone") for one in ids]
    ledger.chain.append(film, gone, actor="m")
    assert list(ledger.chain.standing(film, Showing)) == []
    anew = ledger.chain.append(film, values, actor="m", keys=many)
    assert not set(anew) & set(ids)
    assert [one.seq for one in ledger.chain.entries(film)] == list(range(1, 1351))
    assert ledger.chain.verify(film).broken == ()


def test_a_consent_given_and_revoked_at_once_does_not_stand(ledger):
    film = ledger.ensure_production("Film")
    ledger.chain.append(film, (CONSENT, Revocation("c1"), Revocation("other")), actor="m")
    assert list(ledger.chain.standing(film, Consent)) == []
    assert [one.value for one in ledger.chain.standing(film, Revocation)] == [
        Revocation("c1"), Revocation("other"),
    ]  # fmt: skip
