"""The life of a paper: given, scanned, drawn, looked at by two people, judged, destroyed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from audit import selectors as ledger
from audit.actors import Actor, ActorType
from dsar_portal.upkeep.journal import Line
from dsar_portal.upkeep.replay import replay
from jobs import services as jobs
from jobs.models import Job
from tests.vault import scanning
from tests.verification import papermaking as make
from tests.verification.conftest import CONSUMER, NORA, OLU, Opener, check_of
from vault import services as vault
from vault.models import StoredFile
from vault.sniff import Refused
from verification import paper_selectors as known
from verification import services
from verification.assurance import Tier
from verification.models import Look, Paper
from verification.paper_rules import CHECKLIST, IDENTITY, KINDS, missing
from verification.services import papers

pytestmark = pytest.mark.django_db
PETRA = Actor(ActorType.STAFF, "petra", session="s2", aal=2)
MINUTES = 15


@pytest.fixture(autouse=True)
def _stage(register: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nora is known, and nothing starts a process."""
    make.decode_here(monkeypatch)


@pytest.fixture
def scanner(settings: Any) -> Iterator[scanning.Daemon]:
    with scanning.running() as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        yield daemon


def give(subject: UUID, now: datetime, kind: str = "signed_permission", content: bytes = b"", **more: object) -> UUID:
    given = {"came_by": "web", "by": CONSUMER, **more}
    if kind == IDENTITY:
        papers.ask_for_document(subject_ref=subject, reason="nothing else is left", by=OLU, now=now)
    return papers.give(subject_ref=subject, kind=kind, content=content or make.picture(), now=now, **given)


def work(now: datetime) -> None:
    """Let the worker look at the papers that are due."""
    due = Job.objects.due(now).filter(kind="verification.paper").values_list("id", flat=True)
    for job_id in list(due):
        jobs.run_job(job_id=job_id, now=now)


def view(paper_id: UUID) -> known.PaperView:
    found = known.paper(paper_id)
    assert found is not None
    return found


def look(paper_id: UUID, now: datetime, by: Actor = PETRA, grants: Actor | None = None) -> Look:
    asked = papers.ask_look(paper_id=paper_id, reason="compare the name", minutes=MINUTES, by=by, now=now)
    return papers.grant_look(look_id=asked.id, minutes=MINUTES, by=grants, now=now) if grants else asked


def files(paper_id: UUID) -> list[str]:
    return sorted(StoredFile.objects.filter(owner=paper_id, status="stored").values_list("kind", flat=True))


def actions(subject: UUID) -> list[str]:
    return [entry.action for entry in ledger.entries_for(subject)]


def test_a_permission_is_drawn_looked_at_by_one_and_becomes_authority(opened: Opener, now: datetime) -> None:
    subject = opened(NORA, Tier.T2, capacity="authorized_agent")
    paper = give(subject, now, content=make.pdf(pages=2))
    assert (view(paper).state, files(paper)) == ("quarantined", ["paper_original"])
    work(now)
    assert (view(paper).state, view(paper).scan, files(paper)) == ("waiting", "not_scanned", ["paper_page"] * 2)
    look(paper, now)
    assert papers.open_paper(paper_id=paper, by=PETRA, now=now) == 2
    assert papers.page(paper_id=paper, number=2, by=PETRA, now=now).startswith(b"\xff\xd8")
    seen = CHECKLIST["signed_permission"]
    papers.accept(paper_id=paper, seen=seen, reason="all there", destroy_now=False, by=PETRA, now=now)
    assert check_of(subject).authority_shown
    assert (view(paper).state, view(paper).concluded_by, files(paper)) == ("accepted", "petra", ["paper_page"] * 2)
    assert known.wanted(subject) == ()


@pytest.mark.parametrize(
    ("kind", "capacity", "shows"),
    [(IDENTITY, "self", ["document_check"]), ("parent", "parent_or_guardian", ["court_orders_checked", "parent"])],
)
def test_an_identity_document_takes_two_people_minutes_and_goes_at_once(
    opened: Opener, now: datetime, kind: str, capacity: str, shows: list[str]
) -> None:
    subject = opened(NORA, Tier.T3, capacity=capacity)
    paper = give(subject, now, kind)
    work(now)
    question = look(paper, now)
    assert question.granted_at is None
    with pytest.raises(papers.NotTheSame):
        papers.grant_look(look_id=question.id, minutes=MINUTES, by=PETRA, now=now)
    with pytest.raises(papers.LookFirst):
        papers.open_paper(paper_id=paper, by=PETRA, now=now)
    papers.grant_look(look_id=question.id, minutes=MINUTES, by=OLU, now=now)
    with pytest.raises(papers.LookFirst):
        papers.page(paper_id=paper, number=1, by=OLU, now=now)
    papers.open_paper(paper_id=paper, by=PETRA, now=now)
    with pytest.raises(papers.LookFirst):
        papers.page(paper_id=paper, number=1, by=PETRA, now=now + timedelta(minutes=MINUTES))
    papers.accept(paper_id=paper, seen=CHECKLIST[kind], reason="the same name", destroy_now=True, by=PETRA, now=now)
    assert files(paper) == []
    assert check_of(subject).evidence.get().points == shows
    assert {"identity.look_granted", "identity.evidence_viewed", "identity.evidence_shredded"} <= set(actions(subject))
    assert Look.objects.get().reason == ""
    with pytest.raises(papers.LookFirst):
        papers.page(paper_id=paper, number=1, by=PETRA, now=now)


def test_the_database_lets_nobody_allow_their_own_look_at_an_identity_document(opened: Opener, now: datetime) -> None:
    paper = give(opened(NORA, Tier.T3), now, IDENTITY)
    work(now)
    question = look(paper, now)
    with pytest.raises(IntegrityError, match="look_by_two"), transaction.atomic():
        Look.objects.filter(id=question.id).update(granted_by="petra", granted_at=now, until=now, rev=question.rev + 1)


def test_a_refused_paper_says_what_is_missing_and_another_may_follow(opened: Opener, now: datetime) -> None:
    subject = opened(NORA, Tier.T2, capacity="authorized_agent")
    paper = give(subject, now)
    work(now)
    with pytest.raises(papers.LookFirst):
        papers.refuse(paper_id=paper, seen=[], destroy_now=False, by=PETRA, now=now)
    look(paper, now)
    papers.open_paper(paper_id=paper, by=PETRA, now=now)
    seen = [code for code in CHECKLIST["signed_permission"] if code not in {"signed", "dated"}]
    with pytest.raises(papers.Unjudged):
        papers.accept(paper_id=paper, seen=seen, reason="close", destroy_now=False, by=PETRA, now=now)
    papers.refuse(paper_id=paper, seen=seen, destroy_now=False, by=PETRA, now=now)
    assert (view(paper).state, view(paper).missing) == ("refused", ("signed", "dated"))
    assert not check_of(subject).authority_shown
    assert give(subject, now) != paper
    with pytest.raises(services.NotOpen):
        papers.refuse(paper_id=paper, seen=[], destroy_now=False, by=PETRA, now=now)


def test_nobody_judges_what_they_scanned_themselves(opened: Opener, now: datetime) -> None:
    paper = give(
        opened(NORA, Tier.T2, capacity="executor"), now, "court_paper", came_by="post", by=PETRA, entered_by=PETRA.id
    )
    work(now)
    look(paper, now)
    papers.open_paper(paper_id=paper, by=PETRA, now=now)
    with pytest.raises(papers.NotTheSame):
        papers.refuse(paper_id=paper, seen=[], destroy_now=False, by=PETRA, now=now)


def test_what_nobody_needs_is_not_taken(opened: Opener, now: datetime) -> None:
    asks_for_herself = opened(NORA, Tier.T2)
    for subject in (asks_for_herself, opened(NORA, Tier.T3)):  # nor by the level: that rises with what is on file
        for kind in KINDS:
            with pytest.raises(papers.NotWanted):
                papers.give(subject_ref=subject, kind=kind, content=make.picture(), came_by="web", by=CONSUMER, now=now)
    protective = opened(NORA, Tier.T0)
    with pytest.raises(papers.NotWanted):
        papers.ask_for_document(subject_ref=protective, reason="to be sure", by=OLU, now=now)
    assert known.wanted(protective) == ()
    with pytest.raises(services.NotAllowed):
        papers.ask_for_document(subject_ref=asks_for_herself, reason=" ", by=OLU, now=now)
    papers.ask_for_document(subject_ref=asks_for_herself, reason="no code can reach her", by=OLU, now=now)
    assert known.wanted(asks_for_herself) == (IDENTITY,)
    assert Paper.objects.count() == 0


def test_ten_papers_are_enough_and_a_bad_one_leaves_nothing(opened: Opener, now: datetime) -> None:
    subject = opened(NORA, Tier.T2, capacity="authorized_agent")
    rev, entries = check_of(subject).rev, len(actions(subject))
    with pytest.raises(Refused):
        give(subject, now, content=make.pdf(password="secret"))
    assert (Paper.objects.count(), check_of(subject).rev, len(actions(subject))) == (0, rev, entries)
    for _number in range(10):
        give(subject, now)
    with pytest.raises(papers.TooManyPapers):
        give(subject, now)


def test_what_the_scanner_finds_is_destroyed_unseen(opened: Opener, now: datetime, scanner: scanning.Daemon) -> None:
    subject = opened(NORA, Tier.T2, capacity="authorized_agent")
    bad, good = make.picture() + scanning.EICAR, make.picture("PNG")
    scanner.learn(bad, "Eicar-Test-Signature")
    infected, clean = give(subject, now, content=bad), give(subject, now, content=good)
    work(now)
    assert scanner.scanned == [len(bad), len(good)]
    assert (view(infected).state, view(infected).scan, files(infected)) == ("unfit", "infected", [])
    assert (view(clean).state, view(clean).scan) == ("waiting", "clean")
    with pytest.raises(services.NotOpen):
        look(infected, now)


def test_while_the_scanner_is_away_nobody_sees_the_paper(opened: Opener, now: datetime, settings: Any) -> None:
    settings.CLAMD_ADDRESS = f"127.0.0.1:{scanning.closed_port()}"
    paper = give(opened(NORA, Tier.T2, capacity="authorized_agent"), now)
    work(now)
    assert (view(paper).state, view(paper).scan) == ("quarantined", "")
    with pytest.raises(services.NotOpen):
        look(paper, now)
    settings.CLAMD_ADDRESS = ""
    work(now + timedelta(minutes=6))
    assert view(paper).state == "waiting"


def test_papers_are_destroyed_when_they_have_served(opened: Opener, now: datetime) -> None:
    days = {"identity_days": 0, "paper_days": 30, "longest_days": 120}
    agent, suspect, idle = opened(NORA, capacity="authorized_agent"), opened(NORA, Tier.T3), opened(NORA, Tier.T3)
    permission, passport, forgotten = give(agent, now), give(suspect, now, IDENTITY), give(idle, now, IDENTITY)
    work(now)
    assert papers.destroy_due(now=now, **days) == 0
    for subject in (agent, suspect):
        services.fail_check(subject_ref=subject, reason="no_answer", by=OLU, now=now)
    assert papers.destroy_due(now=now, **days) == 1
    assert (files(passport), len(files(permission))) == ([], 1)
    assert papers.destroy_due(now=now + timedelta(days=30), **days) == 1
    assert papers.destroy_due(now=now + timedelta(days=121), **days) == 1
    assert files(forgotten) == files(permission) == []
    assert not papers.destroy(paper_id=forgotten, cause="again", by=OLU, now=now)
    [entry] = [one for one in ledger.entries_for(agent) if one.action == "identity.evidence_shredded"]
    assert entry.facts == {"kind": "signed_permission", "count": 1, "age_days": 30, "cause": "served",
                           "state": "waiting"}  # fmt: skip


def test_a_restored_backup_destroys_again_what_was_destroyed_since(opened: Opener, now: datetime) -> None:
    paper = give(opened(NORA, Tier.T3), now, IDENTITY)
    work(now)
    destroyed = Line(str(paper), place=9, at=now.isoformat(), action="identity.evidence_shredded", subject=str(paper))
    assert replay([destroyed, destroyed], now=now) == {"erasures": 1}
    assert (files(paper), view(paper).destroyed_at) == ([], now)


def test_a_paper_whose_file_went_before_the_backup_came_back_is_asked_for_again(opened: Opener, now: datetime) -> None:
    paper = give(opened(NORA, Tier.T3), now, IDENTITY)
    drawn = Line(str(paper), place=9, at=now.isoformat(), action="file.shredded",
                 subject=str(Paper.objects.get(id=paper).original))  # fmt: skip
    replay([drawn], now=now)
    work(now)
    assert (view(paper).state, view(paper).destroyed_at) == ("unfit", now)


def test_every_kind_has_a_checklist_and_nothing_is_accepted_half(now: datetime) -> None:
    assert set(CHECKLIST) == set(KINDS)
    for kind, codes in CHECKLIST.items():
        assert missing(kind, codes) == []
        assert missing(kind, codes[1:]) == [codes[0]]


def test_an_upload_is_taken_up_once_and_only_by_its_owner(opened: Opener, now: datetime) -> None:
    mine, other = check_of(opened(NORA)).id, check_of(opened(NORA)).id
    upload = vault.put(
        owner=mine, kind=vault.UPLOAD, name="x", media_type="image/png", content=b"paper", by=OLU, now=now
    )
    with pytest.raises(vault.NotStored):
        vault.take_up(upload=upload, owner=other, by=OLU, now=now)
    assert vault.take_up(upload=upload, owner=mine, by=OLU, now=now) == b"paper"
    with pytest.raises(vault.NotStored):
        vault.take_up(upload=upload, owner=mine, by=OLU, now=now)
