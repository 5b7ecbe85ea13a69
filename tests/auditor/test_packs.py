"""Evidence packs: what lies in them, that it proves itself, and who gets them."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from audit.selectors import entries_for, find_entries
from requests_app.models import EvidencePack, KeptText, PrivacyRequest
from requests_app.services import packs, sampling, texts
from requests_app.services.days import day_of
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.auditor.guests import at_the_desk, guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PRIVATE = (b"Quist", b"nora@example.org", b"5550142", b"Elm St", b"55-102938")


def opened(content: bytes) -> zipfile.ZipFile:
    """The pack, after every file was found as the manifest names it."""
    pack = zipfile.ZipFile(io.BytesIO(content))
    listed = json.loads(pack.read("manifest.json"))["files"]
    assert set(listed) == set(pack.namelist()) - {"manifest.json", "SHA256SUMS"}
    for name, sha in listed.items():
        assert hashlib.sha256(pack.read(name)).hexdigest() == sha
        assert f"{sha}  {name}\n" in pack.read("SHA256SUMS").decode()
    return pack


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode())))


def one_pack(client: Client, request: PrivacyRequest) -> zipfile.ZipFile:
    answer = client.post(f"/auditor/requests/{request.reference}/pack/")
    assert answer.status_code == 200
    return opened(answer.content)


def test_the_pack_of_one_request_holds_what_7101_asks_for(ari: Client, now: datetime) -> None:
    texts.record(now=now)
    request = cast.ask(cast.body("deletion"), now=now).requests[0].request
    cast.ask(cast.body("access"), now=now)
    pack = one_pack(ari, request)
    (line,) = table(pack, "requests.csv")
    asked_for = ("date_of_request", "nature_of_request", "manner", "date_of_response", "nature_of_response")
    assert [line[name] for name in asked_for] == ["2026-11-23", "deletion", "web", "", request.status]
    assert line["entry_of_request"] in {str(entry.id) for entry in entries_for(request.id)}
    assert request.reference in pack.read(f"histories/{request.reference}.txt").decode()
    assert "11 CCR 7101" in pack.read("README.txt").decode()
    assert [row["file"] for row in table(pack, "rules/versions.csv")]
    assert {row["path"] for row in table(pack, "texts/versions.csv")} >= {"templates/letters/en/denial.txt"}
    for name in (one for one in pack.namelist() if not one.startswith("texts/")):
        assert not [word for word in PRIVATE if word in pack.read(name)], name
    made = find_entries(action="evidence.pack_made", limit=1)[0]
    assert made.request == request.id
    assert made.facts["scope"] == "request"


def test_letters_come_as_hashes_and_as_pdf_only_for_who_may_reveal(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    cast.work_off(now)
    masked = one_pack(ari, request)
    assert not [name for name in masked.namelist() if name.endswith(".pdf")]
    rows = table(masked, "letters.csv")
    assert any(len(row["sha256_of_words"]) == 64 for row in rows)
    assert find_entries(action="data.revealed") == []
    lena = one_pack(signed_in(hire("lena", "lead", now=now), now=now), request)
    shown = [name for name in lena.namelist() if name.endswith(".pdf")]
    assert shown == [row["pdf"] for row in table(lena, "letters.csv") if row["pdf"]]
    assert all(lena.read(name).startswith(b"%PDF") for name in shown)
    assert [row["sha256_of_words"] for row in table(lena, "letters.csv")] == [row["sha256_of_words"] for row in rows]
    assert find_entries(action="data.revealed", limit=1)[0].facts == {"fields": ["letters"]}


def test_the_ledger_in_the_pack_is_verified_without_us(place_all, now: datetime, tmp_path: Path) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    place_all()
    pack = one_pack(ari, request)
    whole, edited = tmp_path / "pack.zip", tmp_path / "edited.zip"
    whole.write_bytes(pack.fp.getvalue())
    with zipfile.ZipFile(edited, "w") as other:
        for name in pack.namelist():
            other.writestr(name, pack.read(name) + (b"\n" if name == "requests.csv" else b""))
    with zipfile.ZipFile(io.BytesIO(pack.read("ledger.zip"))) as inner:
        inner.extract("verify_ledger.py", tmp_path)
        key = inner.read("log.vkey").decode().strip()
    tool = [sys.executable, "-I", "-S", str(tmp_path / "verify_ledger.py")]
    answer = subprocess.run([*tool, str(whole), "--key", key], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    answer = subprocess.run([*tool, str(edited)], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "requests.csv is not the file that the pack was made with" in answer.stdout


def test_a_period_is_made_by_a_worker_and_fetched_by_its_owner_alone(ari: Client, now: datetime) -> None:
    for turn in range(6):
        cast.ask(cast.body("access"), now=now - timedelta(days=turn))
    cast.ask(cast.body("access"), now=now - timedelta(days=40))
    typed = {"since": "2026-11-01", "until": "2026-11-23", "sample": "3", "seed": "dice-7"}
    assert ari.post("/auditor/packs/", typed).status_code == 302
    waiting = EvidencePack.objects.get()
    assert "Being made" in ari.get("/auditor/packs/").content.decode()
    assert ari.get(f"/auditor/packs/{waiting.id}/").status_code == 302
    packs.make(pack_id=waiting.id, now=now)
    answer = ari.get(f"/auditor/packs/{waiting.id}/")
    pack = opened(answer.content)
    assert hashlib.sha256(answer.content).hexdigest() == EvidencePack.objects.get().sha256
    references = [row["reference"] for row in table(pack, "requests.csv")]
    assert len(references) == 6
    drawn = [row["reference"] for row in table(pack, "sample.csv")]
    assert drawn == [reference for reference, _sha in sampling.draw(references, n=3, seed="dice-7")]
    assert "dice-7" in pack.read("README.txt").decode()
    fetched = find_entries(action="evidence.pack_fetched", limit=1)[0]
    assert fetched.facts["digest"] == waiting.sha256 or EvidencePack.objects.get().sha256
    stranger = signed_in(hire("other", "auditor", now=now), now=now)
    assert stranger.get(f"/auditor/packs/{waiting.id}/").status_code == 404


def test_made_twice_it_is_made_once_and_after_thirty_days_it_is_gone(ari: Client, now: datetime) -> None:
    cast.ask(cast.body("access"), now=now)
    ari.post("/auditor/packs/", {"since": "2026-11-01", "until": "2026-11-23"})
    pack = EvidencePack.objects.get()
    packs.make(pack_id=pack.id, now=now)
    packs.make(pack_id=pack.id, now=now)
    assert len(find_entries(action="evidence.pack_made")) == 1
    assert packs.drop_old(now=now + timedelta(days=29)) == 0
    assert packs.drop_old(now=now + timedelta(days=31)) == 1
    assert packs.drop_old(now=now + timedelta(days=31)) == 0
    assert "destroyed" in ari.get("/auditor/packs/").content.decode()
    assert ari.get(f"/auditor/packs/{pack.id}/").status_code == 302
    assert len(find_entries(action="file.shredded")) == 1


def test_a_guests_pack_holds_the_guests_part_and_is_lost_with_it(now: datetime) -> None:
    seen = cast.ask(cast.body("access"), now=now).requests[0].request
    cast.ask(cast.body("access"), now=now)
    user = guest(now=now, requests=(seen.id,))
    client = at_the_desk(user, now)
    client.post("/auditor/packs/", {"since": "2026-11-01", "until": "2026-11-23"})
    row = EvidencePack.objects.get()
    assert row.requests == [seen.id]
    assert not row.whole_house
    packs.make(pack_id=row.id, now=now)
    assert len(table(opened(client.get(f"/auditor/packs/{row.id}/").content), "requests.csv")) == 1
    EvidencePack.objects.update(requests=[*row.requests, cast.ask(cast.body("access"), now=now).submission.id])
    assert client.get(f"/auditor/packs/{row.id}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"since": ""}, "Enter a date"),
        ({"until": "2026-10-01"}, "must not be before"),
        ({"sample": "501"}, "500 requests at most"),
        ({"sample": "-1"}, "Enter a whole number"),
        ({"seed": "a b"}, "letters, digits, dots or dashes"),
        ({"company": "nobody"}, "Error:"),
    ],
)
def test_a_slip_asks_for_nothing(ari: Client, typed: dict[str, str], words: str) -> None:
    answer = ari.post("/auditor/packs/", {"since": "2026-11-01", "until": "2026-11-23"} | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not EvidencePack.objects.exists()


def test_an_officer_packs_one_request_and_no_period(now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    olu = signed_in(hire("olu", "officer", now=now), now=now)
    assert (
        f"/auditor/requests/{request.reference}/pack/"
        in olu.get(f"/officer/case/{request.reference}/").content.decode()
    )
    one_pack(olu, request)
    assert olu.get("/auditor/packs/").status_code == 403
    casey = signed_in(hire("casey", "call_agent", now=now), now=now)
    assert casey.post(f"/auditor/requests/{request.reference}/pack/").status_code == 403


def test_a_text_is_kept_in_each_version_from_the_day_it_was_seen(settings, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "templates" / "letters" / "en"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    letter, path = folder / "denial.txt", "templates/letters/en/denial.txt"
    letter.write_text("old words")
    texts.record(now=now)
    assert texts.record(now=now + timedelta(hours=1)) == 0
    letter.write_text("new words")
    assert texts.record(now=now + timedelta(days=2)) == 1
    letter.unlink()
    assert texts.record(now=now + timedelta(days=4)) == 1
    words = {n: texts.standing_on(day_of(now) + timedelta(days=n)).get(path) for n in (-1, 0, 1, 2, 3, 4)}
    assert {n: row and row.content for n, row in words.items()} == {
        -1: None, 0: "old words", 1: "old words", 2: "new words", 3: "new words", 4: None,
    }  # fmt: skip
    facts = [entry.facts for entry in find_entries(action="texts.recorded")]
    assert [fact["changed"] for fact in facts] == [1, 1, 3]
    standing = {row.path: row.sha256 for row in texts.standing_on(day_of(now)).values()}
    assert facts[-1]["digest"] == texts.digest_of(standing)
    assert KeptText.objects.filter(path=path).count() == 3


def test_the_sample_can_be_drawn_again_by_hand() -> None:
    references = [f"JM-{number:04d}" for number in range(100)]
    drawn = sampling.draw(references, n=5, seed="x")
    assert drawn == sampling.draw(reversed(references), n=5, seed="x")
    assert drawn != sampling.draw(references, n=5, seed="y")
    assert drawn[0][1] == hashlib.sha256(f"x:{drawn[0][0]}".encode()).hexdigest()
    assert len(sampling.draw(references[:2], n=5, seed="x")) == 2
