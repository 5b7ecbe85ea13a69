"""What a pack must not tell: letters of a sibling request, names by trial, references out of sight."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from notifications import services as outbox
from notifications.models import Letter
from notifications.recipients import recipient_of
from notifications.selectors import words_of
from requests_app.models import EvidencePack
from requests_app.services import packs
from tests import cast
from tests.accounts.cast import SYSTEM, hire, signed_in
from tests.auditor.guests import at_the_desk, guest
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


def test_a_hash_confirms_no_name_without_the_letters_nonce(now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    cast.work_off(now)
    shown = table(one_pack(signed_in(hire("lena", "lead", now=now), now=now), request), "letters.csv")
    masked = table(one_pack(signed_in(hire("ari", "auditor", now=now), now=now), request), "letters.csv")
    hashed = [row for row in shown if row["sha256_of_words"]]
    assert hashed
    for row in hashed:
        words = words_of(UUID(row["letter"])).as_json()
        text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        assert row["sha256_of_words"] == sha256(f"{row['nonce']}\n{text}".encode()).hexdigest()
        assert row["sha256_of_words"] != sha256(text.encode()).hexdigest()
        assert len(row["nonce"]) == 64
    assert len({row["nonce"] for row in hashed}) == len(hashed)
    assert {row["nonce"] for row in masked} == {""}
    assert [row["sha256_of_words"] for row in masked] == [row["sha256_of_words"] for row in shown]


@pytest.mark.parametrize("limited", [True, False])
def test_a_reference_out_of_sight_is_not_printed(limited: bool, now: datetime) -> None:
    older = cast.ask(cast.body("access"), now=now - timedelta(days=3)).requests[0].request
    newer = cast.ask(cast.body("access"), now=now).requests[0].request
    cast.work_off(now)
    newer.refresh_from_db()
    assert newer.duplicate_of_id == older.id
    client = at_the_desk(guest(now=now, since=now - timedelta(days=1) if limited else None), now)
    expected = "" if limited else older.reference
    assert [row["duplicate_of"] for row in table(one_pack(client, newer), "requests.csv")] == [expected]
    client.post("/auditor/packs/", {"since": "2026-11-23", "until": "2026-11-23"})
    row = EvidencePack.objects.get()
    packs.make(pack_id=row.id, now=now)
    (line,) = table(opened(client.get(f"/auditor/packs/{row.id}/").content), "requests.csv")
    assert (line["reference"], line["duplicate_of"]) == (newer.reference, expected)
