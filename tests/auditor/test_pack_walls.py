"""What a pack must not tell: letters of a sibling request, names by trial, references out of sight."""

from datetime import datetime

import pytest

from notifications import services as outbox
from notifications.models import Letter
from notifications.recipients import recipient_of
from requests_app.models import EvidencePack
from requests_app.services import packs
from tests import cast
from tests.accounts.cast import SYSTEM, hire, signed_in
from tests.auditor.test_packs import one_pack, opened, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANS = "jm-care-plan"


def two_companies(now: datetime) -> cast.Filed:
    """One submission towards two companies, and a letter that belongs to neither request alone."""
    filed = cast.ask(cast.body("access", companies=["jm-insurance", PLANS]), now=now)
    cast.work_off(now)
    one = Letter.objects.filter(about=filed.submission.id, kind="acknowledgement")[0]
    outbox.queue(
        one.kind, about=one.about, request=None, to=recipient_of(one), context=one.context, by=SYSTEM.actor, now=now
    )
    return filed


def test_letters_of_a_sibling_request_stay_behind_the_wall(now: datetime) -> None:
    filed = two_companies(now)
    ours = next(one.request for one in filed.requests if one.request.company == PLANS)
    theirs = next(one.request for one in filed.requests if one.request.company != PLANS)
    olu = hire("olu", "officer", now=now, companies=[PLANS])
    pack = one_pack(signed_in(olu, now=now), ours)
    told = {row["letter"] for row in table(pack, "letters.csv")}
    own = {str(key) for key in Letter.objects.filter(request_ref=ours.id).values_list("id", flat=True)}
    shared = Letter.objects.get(about=filed.submission.id, request_ref=None)
    assert own
    assert told == own | {str(shared.id)}
    foreign = [str(key) for key in Letter.objects.filter(request_ref=theirs.id).values_list("id", flat=True)]
    assert foreign
    assert not [name for name in pack.namelist() if any(key in name for key in foreign)]
    assert theirs.reference not in "".join(pack.namelist())


def test_a_period_tells_each_letter_once(now: datetime) -> None:
    two_companies(now)
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    ari.post("/auditor/packs/", {"since": "2026-11-01", "until": "2026-11-23"})
    row = EvidencePack.objects.get()
    packs.make(pack_id=row.id, now=now)
    told = [line["letter"] for line in table(opened(ari.get(f"/auditor/packs/{row.id}/").content), "letters.csv")]
    assert len(told) == len(set(told)) == Letter.objects.count()
