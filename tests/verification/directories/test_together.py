"""Several directories as one: who is the same, who is not, and what happens while one is down."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from jobs.models import Job
from tests.verification.conftest import NORA, OLU, Opener, check_of, prove_mailbox, worker
from verification import selectors, services
from verification.assurance import Tier
from verification.directories import configured, normalise, shape
from verification.directories.base import FEW, Candidate, DirectoryDown
from verification.directories.shape import RawContact
from verification.directories.together import Together, merge
from verification.methods import facts_on_file

SAME = {
    "given_name": "Nora", "family_name": "Quist", "date_of_birth": "1961-04-09", "policy_number": "55-102938",
    "item_type": "ring",
}  # fmt: skip


def person(key: str, space: str, *, email: str = "", since: str = "2019-05-02", **facts: str) -> Candidate:
    mails = [RawContact("email", email, since, since)] if email else []
    return shape.candidate(key, {**SAME, **facts}.items(), mails, key_space=space)


def keys(*some: list[Candidate]) -> list[str]:
    merged: list[Candidate] = []
    for more in some:
        merged = merge(merged, more)
    return [one.person_key for one in merged]


NORA_A = person("1", "crm", email="nora@example.org")
NORA_B = person("9", "claims", email="Nora@example.org", since="2015-01-01", claim_number="CL-7")


def test_one_person_in_two_directories_is_one_with_all_that_both_know() -> None:
    (nora,) = merge([NORA_A], [NORA_B])
    assert nora.person_key == "crm:1"
    assert nora.facts["claim_number"] == {"cl7"}
    assert [(one.since, one.changed_on) for one in nora.on_file] == [(date(2015, 1, 1), date(2019, 5, 2))]


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        # twins of one name in one household: each directory keeps them apart, and so do we
        ([NORA_A], [person("9", "claims", email="other@example.org")], ["crm:1", "claims:9"]),
        ([NORA_A], [NORA_B, replace(NORA_B, person_key="claims:10")], ["crm:1", "claims:9", "claims:10"]),
        ([NORA_A, replace(NORA_A, person_key="crm:2")], [NORA_B], ["crm:1", "crm:2", "claims:9"]),
        ([NORA_A], [replace(NORA_A, person_key="crm:2")], ["crm:1", "crm:2"]),
        # the same key is the same person where the keys are of one kind, but a slip joins no strangers
        ([NORA_A], [person("1", "crm", family_name="Berg")], ["crm:1"]),
        ([NORA_A], [person("1", "crm", given_name="X", family_name="Y", date_of_birth="1990-01-01")], ["crm:1"] * 2),
        (
            [NORA_A],
            [person("9", "claims", email="nora@example.org", date_of_birth="1990-01-01")],
            ["crm:1", "claims:9"],
        ),
        ([], [NORA_B], ["claims:9"]),
        ([NORA_A], [], ["crm:1"]),
    ],
)
def test_in_any_doubt_two_entries_stay_two(first: list[Candidate], second: list[Candidate], left: list[str]) -> None:
    assert keys(first, second) == left


class Fixed:
    """A directory that answers what the test says."""

    def __init__(self, *people: Candidate, down: bool = False) -> None:
        self.slug, self.people, self.down = "fixed", people, down

    def find(self, points: Any) -> list[Candidate]:
        if self.down:
            raise DirectoryDown("The directory fixed is down.")
        return list(self.people)

    def remarks(self, *, now: datetime) -> list[str]:
        return []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch):
    """Let the portal ask these directories."""
    return lambda *some: monkeypatch.setattr(configured, "together", lambda: Together(some))


CLAIMS = {**NORA, "identifiers": [{"kind": "policy_number", "value": "55-102938"}]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "matched"),
    [
        ([[NORA_A]], "crm:1"),
        ([[NORA_A], [NORA_B]], "crm:1"),
        ([[]], None),
        ([[NORA_A, replace(NORA_A, person_key="crm:2")]], None),  # twins, and nothing tells them apart
        ([[NORA_A, person("2", "crm", policy_number="66-1")]], "crm:1"),  # twins, and a number does
        ([[replace(NORA_A, person_key=f"crm:{number}") for number in range(FEW + 1)]], None),
        ([[person("1", "crm", family_name="Quist Sr.", email="nora@example.org")]], "crm:1"),
        ([[person("1", "crm", family_name="Lopez")]], None),
    ],
)
def test_who_is_meant(opened: Opener, now: datetime, asked, found: list[list[Candidate]], matched: str | None) -> None:
    asked(*(Fixed(*people) for people in found))
    ref = opened(CLAIMS, Tier.T1)
    worker(now)
    assert selectors.person_key_of(ref) == matched


@pytest.mark.django_db
def test_the_son_is_not_given_his_fathers_file(opened: Opener, now: datetime, asked) -> None:
    asked(Fixed(person("1", "crm", family_name="Quist, Sr.", email="nora@example.org")))
    ref = opened({**CLAIMS, "suffix": "Jr."}, Tier.T1)
    worker(now)
    assert selectors.person_key_of(ref) is None


@pytest.mark.django_db
def test_while_one_is_down_nothing_is_concluded_and_the_work_waits(opened: Opener, now: datetime, asked) -> None:
    asked(Fixed(NORA_A), Fixed(down=True))
    ref = opened(CLAIMS, Tier.T1)
    prove_mailbox(ref, now)
    state = selectors.state_of(ref)
    assert (state.reached, state.matched_at) == (Tier.T0, None)
    assert set(Job.objects.filter(kind="verification.match").values_list("state", "last_error")) == {
        ("ready", "DirectoryDown")
    }
    asked(Fixed(NORA_A), Fixed())
    for job in Job.objects.filter(kind="verification.match"):
        worker(job.run_after)
    assert selectors.state_of(ref).status == "passed"
    assert check_of(ref).on_file[0]["changed_on"] == "2019-05-02"


@pytest.mark.django_db
def test_evidence_of_staff_is_kept_while_a_directory_is_down_and_weighed_when_it_answers(
    opened: Opener, now: datetime, asked
) -> None:
    asked(Fixed(down=True))
    ref = opened(CLAIMS, Tier.T1)
    services.record_staff_evidence(
        subject_ref=ref, method="phone", points=["call_back", "policy_number"], reason="called", by=OLU, now=now
    )
    assert selectors.state_of(ref).reached == Tier.T0
    asked(Fixed(NORA_A))
    worker(now)
    assert (selectors.state_of(ref).reached, selectors.person_key_of(ref)) == (Tier.T1, "crm:1")


def test_the_decoy_fits_nobody_and_a_former_name_fits_its_owner() -> None:
    typed = normalise.of_person(SAME)
    assert facts_on_file._fitting(typed, facts_on_file.DECOY, []) == set()
    married = {**typed, "family_name": "berg", "former_names": "quist"}
    assert "policy_number" in facts_on_file._fitting(married, NORA_A, [])
