"""A program that filed sees the same of somebody who is known and of somebody who is not, the revision included."""

from datetime import timedelta

import pytest

from outbound.models import RegisterPerson
from requests_app import timeline
from requests_app.models import PrivacyRequest
from requests_app.services import duties, release_verdicts
from tests.api.caller import Caller
from tests.cast import anonymous, body, register, staff, work_off
from verification import services as verification

pytestmark = pytest.mark.usefixtures("clock")
COPY = {"right": "access", "scope": "specific_pieces"}


def test_no_revision_tells_that_somebody_is_known_or_doubted(website: Caller, now) -> None:
    register(now)
    RegisterPerson.objects.filter(person_key="P-0000").update(email_on_file_since=now.date())
    name = {"given_name": "Nora", "family_name": "Quist", "date_of_birth": "1961-04-09", "email": "x@example.org"}
    seen, inner = [], []
    for person in (name, {**name, "given_name": "Zed", "date_of_birth": "1970-01-01"}):
        filed = website.post("submissions/", body(COPY, consumer=person, identifiers=[])).json()
        address = f"requests/{filed['requests'][0]['reference']}/"
        row = PrivacyRequest.objects.get(reference=filed["requests"][0]["reference"])
        work_off(now)
        facts = {"customer_number": "C-100001"}
        verification.give_facts(subject_ref=row.submission_id, facts=facts, by=anonymous().actor, now=now)
        work_off(now)
        shown = website.get(address)
        listed = next(one for one in website.get("requests/").json()["results"] if one["id"] == str(row.id))
        seen.append((shown.json()["rev"], shown.headers["ETag"], listed["rev"], shown.json()["verification"]))
        inner.append(PrivacyRequest.objects.get(id=row.id).rev)
        assert website.post(f"{address}withdraw/", {}, If_Match=shown.headers["ETag"]).status_code == 200
    assert seen[0] == seen[1]
    assert inner[0] > inner[1]


@pytest.mark.parametrize("refused", [False, True], ids=["nobody refused", "an officer refused"])
def test_a_call_that_was_denied_and_one_that_nobody_could_make_look_alike_to_the_end(
    website: Caller, now, refused: bool
) -> None:
    register(now)
    person = {"given_name": "Nora", "family_name": "Quist", "date_of_birth": "1961-04-09", "email": "x@example.org"}
    facts, by, seen = {"customer_number": "C-100001"}, anonymous().actor, []
    rows = []
    for who in (person, {**person, "given_name": "Zed", "date_of_birth": "1970-01-01"}):
        filed = website.post("submissions/", body(COPY, consumer=who, identifiers=[])).json()["requests"][0]
        rows.append(PrivacyRequest.objects.get(reference=filed["reference"]))
        work_off(now)
        verification.give_facts(subject_ref=rows[-1].submission_id, facts=facts, by=by, now=now)
        verification.ask_for_call_back(subject_ref=rows[-1].submission_id, window="", channel="api", by=by, now=now)
        work_off(now)
    for wish, outcome in zip(verification.waiting_call_backs(), ("denied", "no_number"), strict=True):
        if outcome == "denied":
            verification.show_number(wish_id=wish.id, reason="asked_now", by=staff("olu").actor, now=now)
        verification.record_call_back(wish_id=wish.id, outcome=outcome, by=staff("olu").actor, now=now)
    if refused:
        release_verdicts.refuse(request_id=rows[0].id, why="It was her ex.", by=staff("petra"), now=now)
        assert PrivacyRequest.objects.get(id=rows[0].id).next_step == "verify_identity"
    for days in (0, 43, 46):
        at = now + timedelta(days=days)
        duties.carry_out(now=at)
        work_off(at)
        known, unknown = (_outside(website, row) for row in rows)
        assert known == unknown
        seen.append((known["status"], known["scope"]))
    copy = "specific_pieces"
    assert seen == [("verifying", copy), ("verifying", copy), ("denied", copy)]


def _outside(website: Caller, row: PrivacyRequest) -> dict[str, object]:
    own = ("id", "reference", "submission", "consumer", "links")
    shown = website.get(f"requests/{row.reference}/").json()
    lines = [line.text for line in timeline.for_consumer(row.id, row.submission_id)]
    return {name: value for name, value in shown.items() if name not in own} | {"lines": lines}
