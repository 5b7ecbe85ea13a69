"""Papers under the eyes of officers: one asks, another allows, each look is recorded, and nothing stays in a cache."""

import io
from datetime import timedelta
from functools import lru_cache

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops

from audit import selectors as ledger
from jobs import services as jobs
from jobs.models import Job
from requests_app.services import papers
from tests import cast
from tests.officer.casework import COPY, address, do, fresh
from tests.verification import papermaking as make
from verification import selectors as checks
from verification.models import Look, Paper
from verification.paper_rules import CHECKLIST, IDENTITY

pytestmark = pytest.mark.django_db
AGENT = {
    "capacity": "authorized_agent", "name": "Ada Agent", "email": "ada@agents.example",
    "authority": "signed_permission", "answer_to": "consumer",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


@pytest.fixture
def at(desk):
    """The browser of a member of the cast, who signs in once."""
    return lru_cache(desk)


def work(now) -> None:
    for job_id in list(Job.objects.due(now).filter(kind="verification.paper").values_list("id", flat=True)):
        jobs.run_job(job_id=job_id, now=now)


def scanned(at, request, kind: str, now) -> Paper:
    """Mina's post: Lena enters a scan, so that others may judge it."""
    page = at("lena").post(
        f"/officer/case/{request.reference}/papers/",
        {"kind": kind, "file": SimpleUploadedFile("scan.pdf", make.pdf(pages=2))}, follow=True,
    )  # fmt: skip
    assert "The scan is in" in page.text
    work(now)
    return Paper.objects.get()


def of_agent(now):
    return fresh(cast.ask(cast.body(COPY, requester=AGENT), now=now))


def test_two_people_look_at_an_identity_document_and_it_is_gone_after_it_served(at, now) -> None:
    request = fresh(cast.ask(cast.body(COPY), now=now))
    page = do(at("olu"), request, "document", reason="Nothing else is left: no mailbox, no phone.")
    assert "The letter that asks for an identity document is on its way." in page.text
    paper = scanned(at, request, IDENTITY, now)
    home = f"/officer/papers/{paper.id}/"
    petra, olu = at("petra"), at("olu")
    assert petra.get(home + "page/1/").status_code == 404
    assert "has to allow it" in petra.post(home + "look/", {"reason": "compare the name"}, follow=True).text
    answer = f"{home}look/{Look.objects.get().id}/"
    assert "This takes another person" in petra.post(answer, {"grant": "1"}).text
    assert "You can allow it" in olu.get("/officer/papers/").text
    assert "Your colleague may look now" in olu.post(answer, {"grant": "1"}, follow=True).text
    assert "Page 2 of the paper" in petra.get(home).text
    picture = petra.get(home + "page/1/")
    assert (picture["Cache-Control"], picture["Content-Type"]) == ("no-store", "image/jpeg")
    assert olu.get(home + "page/1/").status_code == 404
    accepted = petra.post(home + "judge/", {"seen": CHECKLIST[IDENTITY], "note": "", "accept": "1"}, follow=True)
    assert "The paper is accepted" in accepted.text
    assert petra.get(home + "page/1/").status_code == 404
    assert checks.evidence_of(request.submission_id)[0].points == ("document_check",)
    told = [entry.action for entry in ledger.entries_for(request.submission_id)]
    for event in ("identity.look_asked", "identity.look_granted", "identity.evidence_viewed",
                  "identity.evidence_shredded"):  # fmt: skip
        assert event in told
    assert "was destroyed" in petra.get(home).text


def test_each_page_carries_who_looks_and_a_look_ends(at, now) -> None:
    paper = scanned(at, of_agent(now), "signed_permission", now)
    home = f"/officer/papers/{paper.id}/"
    petra, olu = at("petra"), at("olu")
    for officer in (petra, olu):
        assert "You may look until" in officer.post(home + "look/", {"reason": "read it"}, follow=True).text
    hers, his = (Image.open(io.BytesIO(one.get(home + "page/1/").content)).convert("L") for one in (petra, olu))
    assert ImageChops.difference(hers, his).getbbox() is not None
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert petra.get(home + "page/1/").status_code == 404
        assert "Why do you need to look?" in petra.get(home).text


def test_what_is_missing_reaches_the_agent_and_half_a_paper_is_not_accepted(at, now) -> None:
    request = of_agent(now)
    paper = scanned(at, request, "signed_permission", now)
    home, petra = f"/officer/papers/{paper.id}/", at("petra")
    assert "Look at the paper first" in petra.post(home + "judge/", {"accept": "1"}).text
    petra.post(home + "look/", {"reason": "read it"}, follow=True)
    seen = [code for code in CHECKLIST["signed_permission"] if code != "dated"]
    assert "tick all that has to be there" in petra.post(home + "judge/", {"seen": seen, "accept": "1"}).text
    page = petra.post(home + "judge/", {"seen": seen, "refuse": "1"}, follow=True)
    assert "The paper is not accepted" in page.text
    assert "A paper was not enough" in petra.get(address(request)).text
    again = petra.post(home + "judge/", {"seen": seen, "refuse": "1"})
    assert "This is settled already" in again.text


def test_whoever_may_not_work_on_the_request_knows_of_no_paper(at, now) -> None:
    paper = scanned(at, of_agent(now), "signed_permission", now)
    home = f"/officer/papers/{paper.id}/"
    for name, status in (("mina", 404), ("casey", 403), ("ari", 403)):
        assert at(name).get(home).status_code == status
        assert at(name).post(home + "look/", {"reason": "curious"}).status_code == status
    assert papers.inbox(by=cast.staff("mina")) == []
    assert Look.objects.count() == 0


def test_the_person_who_scanned_it_does_not_judge_it_and_may_destroy_it(at, now) -> None:
    paper = scanned(at, of_agent(now), "signed_permission", now)
    home, lena = f"/officer/papers/{paper.id}/", at("lena")
    lena.post(home + "look/", {"reason": "read it"}, follow=True)
    refused = lena.post(home + "judge/", {"seen": CHECKLIST["signed_permission"], "accept": "1"})
    assert "This takes another person" in refused.text
    assert "The paper is destroyed" in lena.post(home + "destroy/", follow=True).text
    assert Paper.objects.get().destroyed_at is not None


def test_a_scan_that_is_none_is_refused_with_a_sentence(at, now) -> None:
    request = of_agent(now)
    for content, words in ((b"", "The file is empty"), (make.pdf(password="x"), "locked with a password")):
        page = at("olu").post(
            f"/officer/case/{request.reference}/papers/",
            {"kind": "signed_permission", "file": SimpleUploadedFile("s.pdf", content)},
        )
        assert words in page.text
    assert Paper.objects.count() == 0
