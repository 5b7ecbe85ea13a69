"""Sam asks in Nora's name, with all that her kitchen knows. Whatever we hold of her, he sees the same as of nobody.

Every page, answer, header, date and mail that he gets is compared, from the filing to an appeal after the refusal.
Of what somebody sees who did show who they are, nothing is said here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from time_machine import Traveller

from tests import cast
from tests.api.caller import Caller, key_of
from tests.conftest import NOW
from tests.consumer.outside import Outside, Seen, differences, undone
from tests.consumer.worlds import COPY, USUAL, WORLDS, World, nobody

pytestmark = pytest.mark.django_db
SAM, AGENT = "sam@example.com", "agent@example.com"
# No address: at the one on file the household reads the mail.
TYPED = {**{name: value for name, value in cast.NORA.items() if name != "postal_address"}, "email": SAM}
Story = Callable[[Outside], None]


def himself(sam: Outside) -> None:
    """He asks as if he were Nora, and tries every way to show it."""
    sam.file(cast.body(COPY, "deletion", consumer=TYPED))
    sam.page("/status/identity/code/", {"send": "1"})
    for code in ("00000000", sam.code()):
        sam.page("/status/identity/code/", {"code": code})
    sam.page("/status/identity/another/", {"contact": "nora@example.org"})
    sam.page("/status/identity/statement/", {"typed_name": "Nora Quist"})
    sam.page("/status/identity/letter/", {"send": "1"})
    sam.page("/status/identity/call/", {"window": "evening"})
    sam.wait(0)
    for _try in range(4):
        sam.page("/status/identity/facts/", {"claim_number": "CL-2023-004417", "item_type": "engagement ring"})
    sam.page("/status/identity/letter/", {"code": "2222-2222-2222"})
    sam.call("verification/letter/", {})
    sam.call("verification/letter/code/", {"code": "2222-2222-2222"})
    sam.call("verification/call/", {"window": "morning"})
    sam.page("/status/identity/paper/identity_document/")
    sam.page(f"/status/{sam.references[0]}/", {"body": "Is it coming?"})
    sam.wait(9)
    sam.look()
    sam.wait(37)
    sam.page(f"/status/{sam.references[0]}/appeal/", {"explanation": "It is me."})
    sam.look()
    sam.mail()


def for_her(sam: Outside) -> None:
    """He asks as Nora's agent, and gives one more mailbox of his own as hers."""
    requester = {"capacity": "authorized_agent", "name": "Ann Agent", "email": AGENT, "authority": "signed_permission"}
    sam.file(cast.body(COPY, consumer=TYPED, requester=requester))
    sam.wait(46)
    sam.look()
    sam.mail()


def half_way(sam: Outside) -> None:
    """He knows a number that only Nora and we share: enough for the kinds of data, not to delete them."""
    numbers = [{"kind": "customer_number", "value": "C-100001"}, {"kind": "policy_number", "value": "55-102938"}]
    sam.file(cast.body("deletion", consumer=TYPED, identifiers=numbers))
    sam.page("/status/identity/statement/", {"typed_name": "Nora Quist"})
    sam.wait(46)
    sam.look()
    sam.mail()


@pytest.fixture
def website(clock: Traveller) -> Caller:
    return key_of("olu", "requests:create", "requests:read", now=NOW)


def told(story: Story, world: World, website: Caller, clock: Traveller) -> Seen:
    """All that is seen from outside, with that much on file."""
    with undone():
        world()
        clock.move_to(NOW)
        sam = Outside(website, clock, NOW, frozenset({SAM, AGENT}))
        story(sam)
    return sam.seen


@pytest.mark.parametrize(
    ("story", "usual"), [(himself, USUAL), (for_her, USUAL), (half_way, ("everything at once", "mail only"))]
)
def test_whatever_we_hold_a_stranger_sees_the_same(
    story: Story, usual: tuple[str, ...], website: Caller, clock: Traveller, request: Any
) -> None:
    # With an address on file for long, half the proof and a statement are enough (`assurance.enough`).
    every = story is not half_way and request.config.getoption("every_way", default=False)
    of_nobody = told(story, nobody, website, clock)
    found = {
        name: differences(of_nobody, told(story, WORLDS[name], website, clock)) for name in (WORLDS if every else usual)
    }
    assert not any(found.values()), "\n".join(f"{name}: {one}" for name, seen in found.items() for one in seen)


def test_the_comparison_tells_somebody_who_did_show_who_they_are(website: Caller, clock: Traveller) -> None:
    """Else it would compare nothing."""

    def shown(sam: Outside) -> None:
        sam.file(cast.body("deletion", consumer={**TYPED, "email": cast.NORA["email"]}))
        sam.page("/status/identity/code/", {"send": "1"})
        sam.page("/status/identity/code/", {"code": sam.code()})
        sam.page("/status/identity/statement/", {"typed_name": "Nora Quist"})
        sam.wait(0)
        sam.look()

    of_nobody, of_nora = (told(shown, world, website, clock) for world in (nobody, WORLDS["all ways"]))
    assert len(differences(of_nobody, of_nora)) > 3
    assert ["in_progress" in str(one) for one in (of_nobody, of_nora)] == [False, True]
