"""What every ledger and every media store must do; a store's own tests run each check.

::

    @pytest.mark.parametrize("check", stores.LEDGER_CHECKS, ids=stores.title)
    def test_ledger(check, tmp_path):
        check(lambda: open_ledger(f"sqlite:///{tmp_path}/ledger.db"))

A check gets a function that opens the same, at first empty, store again at each call.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from circletake.errors import AskedWrongly, LeaseLost, LedgerError, NotFound
from circletake.model import (
    Consent,
    Cut,
    LogRow,
    MediaFile,
    Note,
    Panel,
    Problem,
    Revocation,
    Script,
    SourceFile,
    Verdict,
    Withdrawal,
)
from circletake.ports.formats import Record
from circletake.ports.stores import Job, Ledger, Mined
from circletake.testing._demand import at_once, refuses, same, that
from circletake.testing._media import MEDIA_CHECKS
from circletake.testing._values import (
    ACCEPTED,
    COMPARED,
    CONSENT,
    FILM,
    MINED,
    OTHERS,
    RECORD,
    ROW,
)

__all__ = ["LEDGER_CHECKS", "MEDIA_CHECKS", "OpenLedger", "title"]

OpenLedger = Callable[[], Ledger]


def title(check: Callable[..., object]) -> str:
    """A check's name for a report."""
    return check.__name__


def names_of_productions_hold_in_any_case(opened: OpenLedger) -> None:
    """One production for all ways to type its name; near names are told."""
    with opened() as ledger:
        made = ledger.ensure_production("The  Well")
        same(ledger.ensure_production("the well"), made, "the same production")
        same(ledger.production("THE WELL").id, made.id, "found in any case")
        same(made.name, "The Well", "blanks are brought to one")
        ledger.ensure_production("Ångström")
        refuses(NotFound, "The Well", lambda: ledger.production("The Wall"))
        refuses(AskedWrongly, "name", lambda: ledger.ensure_production("  "))
        changed = ledger.set_production(made, rate=FILM)
        changed = ledger.set_production(changed, cut_order=("v2", "v10"))
    with opened() as ledger:
        same(ledger.production("the well"), changed, "rate and order of cuts stay")
        same((changed.rate, changed.cut_order), (FILM, ("v2", "v10")), "each is kept")
        same([one.name for one in ledger.productions()], ["The Well", "Ångström"], "by name")


def records_come_back_as_they_were(opened: OpenLedger) -> None:
    """Every kind of value, by file and in file order, also after opening again."""
    with opened() as ledger:
        film = ledger.ensure_production("Film")
        that(ledger.records.put(film, _file("b.csv"), RECORD), "the first time is a change")
        that(ledger.records.put(film, _file("a.csv"), RECORD), "another file too")
    with opened() as ledger:
        for kind, values in (
            (Cut, RECORD.cuts), (LogRow, RECORD.log), (Script, (RECORD.script,)),
            (Note, RECORD.notes), (MediaFile, RECORD.media), (Panel, RECORD.panels),
        ):  # fmt: skip
            found = ledger.records.all(film, kind)
            wanted = [(path, value) for path in ("a.csv", "b.csv") for value in values]
            same([(one.file, one.value) for one in found], wanted, f"all of {kind.__name__}")
        files = ledger.records.files(film)
        same([replace(one, ingested_at=None) for one in files],
              [_file("a.csv"), _file("b.csv")], "files by path")  # fmt: skip
        that(all(one.ingested_at is not None for one in files), "each says when")


def the_same_bytes_change_nothing_and_others_supersede(opened: OpenLedger) -> None:
    """A new reading counts in place of the old; the basis tells."""
    with opened() as ledger:
        film, other = ledger.ensure_production("Film"), ledger.ensure_production("Other")
        empty = ledger.records.basis(film)
        ledger.records.put(film, _file("a.csv"), RECORD)
        ledger.records.put(other, _file("a.csv"), Record(log=(ROW,)))
        basis = ledger.records.basis(film)
        that(not ledger.records.put(film, _file("a.csv"), Record()), "the same bytes: nothing")
        same(ledger.records.basis(film), basis, "and the basis stays")
        newer = replace(ROW, notes="newer")
        that(ledger.records.put(film, _file("a.csv", b"2"), Record(log=(newer,))), "other bytes")
        same([one.value for one in ledger.records.all(film, LogRow)], [newer], "only the newer")
        same(ledger.records.all(film, Cut), (), "the older one's cuts count no more")
        same(len(ledger.records.all(other, LogRow)), 1, "another production is another")
        third = ledger.records.basis(ledger.set_production(film, rate=FILM))
        same(len({empty, basis, ledger.records.basis(other), third}), 4, "bases that differ")


def what_no_database_holds_is_stored_or_refused(opened: OpenLedger) -> None:
    """Odd characters are stored as escapes, apart from each other; too large a number is not."""
    with opened() as ledger:
        film = ledger.ensure_production("Film")
        odd = replace(ROW, notes="\0 \udc80", columns={"a\0": "\ud800", "\\u0000": "€"})
        ledger.records.put(film, _file("\udcff.csv"), Record(log=(odd,)))
        ledger.records.put(film, _file("\udcfe.csv"), Record(log=(odd,)))
        that(not ledger.records.put(film, _file("\udcfe.csv"), Record()), "known by its odd name")
        (one, _) = ledger.records.all(film, LogRow)
        same(one.value.notes, "\\u0000 \\udc80", "escapes in a text")
        same(one.value.columns, {"a\\u0000": "\\ud800", "\\u0000": "€"}, "escapes in nested values")
        large = Record(log=(replace(ROW, line=2**70),))
        refuses(
            LedgerError, "large.csv", lambda: ledger.records.put(film, _file("large.csv"), large)
        )
        same(len(ledger.records.files(film)), 2, "nothing of it was stored")


def a_file_and_its_job_are_one(opened: OpenLedger) -> None:
    """Who lost the job's lease stores nothing; who has it finishes it with the file."""
    with opened() as ledger:
        film = ledger.ensure_production("Film")
        ledger.jobs.enqueue("read", {"a.csv": {}})
        lost = _claimed(ledger, "one", lease=0.0)
        job = _claimed(ledger, "two")
        put = ledger.records.put
        refuses(LeaseLost, "a.csv", lambda: put(film, _file("a.csv"), RECORD, job=lost))
        same(ledger.records.files(film), (), "nothing was stored")
        that(put(film, _file("a.csv"), RECORD, job=job), "stored with its job")
        same([one.state for one in ledger.jobs.list("read")], ["done"], "and the job is done")
        refuses(LeaseLost, "a.csv", lambda: put(film, _file("b.csv"), RECORD, job=job))


def what_was_mined_is_replaced_whole(opened: OpenLedger) -> None:
    """Load gives what was put, and nothing of what was there before."""
    with opened() as ledger:
        film, other = ledger.ensure_production("Film"), ledger.ensure_production("Other")
        same((ledger.mined.load(film), ledger.mined.basis(film)), (None, None), "nothing yet")
        ledger.mined.replace(film, MINED)
        ledger.mined.replace(other, Mined("other"))
    with opened() as ledger:
        same(ledger.mined.load(film), MINED, "what was mined")
        same(ledger.mined.basis(film), "basis", "its basis")
        ledger.mined.replace(film, replace(MINED, basis="2", pairs=(), between=()))
        same(ledger.mined.load(film), replace(MINED, basis="2", pairs=(), between=()), "the new")
        same(ledger.mined.load(other), Mined("other"), "another production's stays")


def entries_come_back_in_order(opened: OpenLedger) -> None:
    """Every kind of value, whole; and the chain is whole."""
    with opened() as ledger:
        film = ledger.ensure_production("Film")
        first = ledger.chain.append(film, (COMPARED, ACCEPTED), actor="mine")
        withdrawn = (Withdrawal(first[0], "the record changed"),)
        ids = first + ledger.chain.append(film, withdrawn + OTHERS, actor="Kim")
    with opened() as ledger:
        found = list(ledger.chain.entries(film))
        same([one.value for one in found], [COMPARED, ACCEPTED, *withdrawn, *OTHERS], "values")
        same([one.id for one in found], list(ids), "ids as they were told")
        same([one.seq for one in found], list(range(1, 9)), "places from 1")
        same({one.actor for one in found[:2]}, {"mine"}, "who recorded")
        same([one.seq for one in ledger.chain.entries(film, Verdict)], [1, 2], "of one type")
        same([one.seq for one in ledger.chain.about(film, "A1")], [1, 2, 4], "about a candidate")
        same([one.seq for one in ledger.chain.about(film, "c1", Consent)], [6], "about a consent")
        told = ledger.chain.verify(film, found[3].digest)
        same((told.entries, told.erased, told.broken), (8, 0, ()), "verified")
        same(told.head, found[-1].digest, "its head")
        that(bool(ledger.chain.verify(film, "0" * 64).broken), "a head that never was is missed")
        other = ledger.ensure_production("Other")
        same(ledger.chain.verify(other).entries, 0, "a chain for each production")


def what_a_later_entry_ends_stands_no_more(opened: OpenLedger) -> None:
    """Superseded, withdrawn and revoked; keys say what is already there."""
    with opened() as ledger:
        film, chain = ledger.ensure_production("Film"), ledger.chain
        twice = chain.append(film, (COMPARED,) * 2, actor="m", keys=("k", "k"))
        same(len(set(twice)), 1, "one key, one entry")
        same(chain.append(film, (ACCEPTED,), actor="m", keys=("k",)), twice[:1], "it stands")
        newer = replace(ACCEPTED, supersedes=twice[0])
        (second,) = chain.append(film, (newer,), actor="m", keys=("k",))
        same(chain.append(film, (newer,), actor="m", keys=("k",)), (second,), "twice is once")
        same([one.id for one in chain.standing(film, Verdict)], [second], "the superseding one")
        chain.append(film, (Withdrawal(second, "gone"),), actor="m")
        same(list(chain.standing(film, Verdict)), [], "withdrawn")
        (third,) = chain.append(film, (COMPARED,), actor="m", keys=("k",))
        that(third not in {*twice, second}, "what was withdrawn is recorded anew")
        changed = (Withdrawal(third, "changed"), ACCEPTED, ACCEPTED)
        _, fourth, same_one = chain.append(film, changed, actor="m", keys=(None, "k", "k"))
        that(third != fourth == same_one, "also when it is withdrawn by the same call")
        same([one.id for one in chain.standing(film, Verdict)], [fourth], "the last one stands")
        consent = chain.append(film, (CONSENT,), actor="m", keys=("c",))
        chain.append(film, (Revocation("c1"),), actor="m")
        same(list(chain.standing(film, Consent)), [], "revoked")
        same(chain.append(film, (CONSENT,), actor="m", keys=("c",)), consent, "not brought back")
        chain.append(film, (CONSENT,), actor="m", keys=("c-2",))
        same(len(list(chain.standing(film, Consent))), 1, "given again, under another key")
        for bad in (Withdrawal("nobody", ""), replace(ACCEPTED, supersedes="nobody")):
            refuses(NotFound, "nobody", partial(chain.append, film, (bad,), actor="m"))
        refuses(AskedWrongly, "keys", lambda: chain.append(film, (CONSENT,), actor="m", keys=()))
        endless = replace(ACCEPTED, aspects={"pace": float("nan")})
        refuses(AskedWrongly, "verdict", lambda: chain.append(film, (endless,), actor="m"))
        same(chain.verify(film).broken, (), "still whole")


def erasure_leaves_the_chain_valid(opened: OpenLedger) -> None:
    """The payload is gone, the chain says so, and what it ended stays ended."""
    with opened() as ledger:
        film, chain = ledger.ensure_production("Film"), ledger.chain
        ids = chain.append(film, (CONSENT, ACCEPTED, Revocation("c1")), actor="m", keys="abc")
        head = chain.verify(film).head
        for each in (*ids[1:], ids[1]):
            chain.erase(film, each, actor="counsel", because="by law")
        told = chain.verify(film, head)
        same((told.entries, told.erased, told.broken), (5, 2, ()), "verified")
        found = list(chain.entries(film))
        same([one.erased for one in found], [False, True, True, False, False], "says which")
        same([one.value for one in found[1:]], [None] * 4, "nothing of it is left")
        same([one.kind for one in found[3:]], ["erasure", "erasure"], "an entry for each")
        same([one.seq for one in chain.about(film, "A1")], [], "nor in the index of subjects")
        same(list(chain.standing(film, Verdict)), [], "it stands no more")
        same(list(chain.standing(film, Consent)), [], "an erased revocation still revokes")
        again = chain.append(film, (ACCEPTED,), actor="m", keys=("b",))
        same(again, (ids[1],), "and is not recorded again under its key")
        refuses(NotFound, "x", lambda: chain.erase(film, "x", actor="c", because=""))
        erasure = found[3].id
        refuses(AskedWrongly, "erasure", lambda: chain.erase(film, erasure, actor="c", because=""))


def appends_at_once_make_one_chain(opened: OpenLedger) -> None:
    """Writers of their own connections wait for each other; a key is recorded once."""

    def write(writer: int) -> None:
        with opened() as ledger:
            for number in range(8):
                values = (COMPARED, ACCEPTED)
                keys = (f"{writer}-{number}", f"all-{number}")
                ledger.chain.append(film, values, actor=str(writer), keys=keys)

    with opened() as ledger:
        film = ledger.ensure_production("Film")
        at_once(write, 4)
        told = ledger.chain.verify(film)
        same((told.entries, told.broken), (40, ()), "all of them, each key once")


def jobs_are_done_once(opened: OpenLedger) -> None:
    """Queued by key, claimed in order, finished by who holds them."""
    with opened() as ledger:
        jobs = ledger.jobs
        same(jobs.enqueue("read", {"a": {"n": 1}, "b": {}, "c": {}}), 3, "three are new")
        same(jobs.enqueue("read", {"a": {}, "d": {}}), 1, "known keys stay as they are")
        same(jobs.claim("w", ("other",)), None, "of other kinds none")
        job = _claimed(ledger, "w")
        same((job.key, job.state, job.attempt, job.payload), ("a", "running", 1, {"n": 1}), "first")
        jobs.finish(job, {"ok": True})
        refuses(LeaseLost, "a", lambda: jobs.finish(job, {}))
        jobs.fail(_claimed(ledger, "w"), "torn", retry=True)
        again = _claimed(ledger, "w")
        same((again.key, again.attempt), ("b", 2), "the oldest again")
        jobs.fail(again, "torn")
        states = [(one.key, one.state, one.error, one.result) for one in jobs.list("read", "abz")]
        same(states, [("a", "done", None, {"ok": True}), ("b", "failed", "torn", None)], "listed")
        same(jobs.enqueue("read", {"a": {}, "b": {}}), 1, "what failed is queued again")
        (anew,) = jobs.list("read", ("b",))
        that(anew.id != again.id and anew.attempt == 0, "under a new number, from the beginning")
        jobs.forget("read", ("a", "b"))
        same([one.key for one in jobs.list("read")], ["c", "d", "b"], "only what ended is removed")


def a_lease_that_ran_out_is_lost(opened: OpenLedger) -> None:
    """The attempt is the token: who lost a job can neither finish, fail nor hold it."""
    with opened() as ledger:
        jobs = ledger.jobs
        jobs.enqueue("read", {"a": {}, "b": {}})
        lost = _claimed(ledger, "one", lease=0.0)
        jobs.renew(lost, lease=60.0)  # nobody took it yet
        same(_claimed(ledger, "two").key, "b", "a renewed lease holds")
        jobs.renew(lost, lease=0.0)
        job = _claimed(ledger, "two")
        same((job.key, job.attempt), ("a", 2), "taken over")
        for use in (jobs.renew, lambda one: jobs.finish(one, {}), lambda one: jobs.fail(one, "")):
            refuses(LeaseLost, "`a`", partial(use, lost))
        same(jobs.holders("read"), frozenset({"two"}), "who holds any")
        same(jobs.release("nobody"), 0, "holds none")
        same(jobs.release("two"), 2, "both leases of a dead worker end")
        refuses(LeaseLost, "`a`", lambda: jobs.finish(job, {}))
        same(_claimed(ledger, "three").attempt, 3, "and are there for others at once")


def claims_at_once_get_different_jobs(opened: OpenLedger) -> None:
    """Nobody gets what another has, and nothing is left over."""

    def work(worker: int) -> list[str]:
        done = []
        with opened() as ledger:
            while (job := ledger.jobs.claim(str(worker), ("read",))) is not None:
                ledger.jobs.finish(job, {})
                done.append(job.key)
        return done

    with opened() as ledger:
        ledger.jobs.enqueue("read", {str(number): {} for number in range(60)})
        keys = [key for done in at_once(work, 4) for key in done]
        same(sorted(keys), sorted(str(number) for number in range(60)), "each once")


def media_are_reached_by_reference_only(opened: OpenLedger) -> None:
    """References are counted over productions."""
    with opened() as ledger:
        film, other = ledger.ensure_production("Film"), ledger.ensure_production("Other")
        media, digest = ledger.media, "ab" * 32
        for production, name in ((film, "a.mov"), (film, "a.mov"), (film, "b.mov"), (other, "c")):
            media.attach(production, digest, name, 5)
        that(not media.detach(film, digest, "a.mov"), "others hold it")
        that(media.reaches(film, digest), "under another name it still reaches it")
        that(not media.detach(film, digest, "b.mov"), "the other production holds it")
        that(not media.reaches(film, digest), "no door between productions")
        that(media.detach(other, digest, "c"), "nobody holds it")


LEDGER_CHECKS: tuple[Callable[[OpenLedger], None], ...] = (
    names_of_productions_hold_in_any_case,
    records_come_back_as_they_were,
    the_same_bytes_change_nothing_and_others_supersede,
    what_no_database_holds_is_stored_or_refused,
    a_file_and_its_job_are_one,
    what_was_mined_is_replaced_whole,
    entries_come_back_in_order,
    what_a_later_entry_ends_stands_no_more,
    erasure_leaves_the_chain_valid,
    appends_at_once_make_one_chain,
    jobs_are_done_once,
    a_lease_that_ran_out_is_lost,
    claims_at_once_get_different_jobs,
    media_are_reached_by_reference_only,
)
"""Every check of a ledger."""


def _file(path: str, data: bytes = b"1") -> SourceFile:
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(path, "csv", digest, len(data), 3, 2, (Problem(4, "no slate"),))


def _claimed(ledger: Ledger, worker: str, lease: float = 30.0) -> Job:
    job = ledger.jobs.claim(worker, ("read",), lease)
    that(job is not None, f"a job is there for {worker}")
    return job or Job(0, "", "", {})
