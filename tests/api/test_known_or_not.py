"""A program that filed sees the same of somebody who is known and of somebody who is not, the revision included."""

import pytest

from outbound.models import RegisterPerson
from requests_app.models import PrivacyRequest
from tests.api.caller import Caller
from tests.cast import anonymous, body, register, work_off
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
