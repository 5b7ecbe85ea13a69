"""Which methods a requester is shown: by what was asked and typed, never by what is on file."""

import pytest

from verification.assurance import Tier
from verification.methods import registry
from verification.models import Check


def asked(required: Tier, *, email: bool = True, status: str = "open") -> Check:
    return Check(
        required=int(required),
        status=status,
        has_email=email,
        contact={},
        claims={},
        points=[],
        on_file=[],
        disputed=[],
    )


def test_a_check_that_needs_nothing_offers_nothing() -> None:
    assert registry.offered(asked(Tier.T0)) == ()


@pytest.mark.parametrize("status", ["passed", "failed", "locked"])
def test_a_concluded_check_offers_nothing(status: str) -> None:
    assert registry.offered(asked(Tier.T2, status=status)) == ()


def test_without_an_email_address_no_code_goes_by_email() -> None:
    assert "email_code" not in registry.offered(asked(Tier.T1, email=False))
    assert registry.offered(asked(Tier.T1))[0] == "email_code"


def test_a_code_by_text_needs_a_number_and_a_provider(settings) -> None:
    check = asked(Tier.T1)
    settings.SMS_URL = "console:"
    assert "sms_code" not in registry.offered(check)
    check.has_phone = True
    assert "sms_code" in registry.offered(check)
    settings.SMS_URL = ""
    assert "sms_code" not in registry.offered(check)


def test_only_a_full_copy_needs_a_signature() -> None:
    assert "declaration" in registry.offered(asked(Tier.T2))
    assert "declaration" not in registry.offered(asked(Tier.T1))


@pytest.mark.parametrize("required", list(Tier))
def test_whether_somebody_is_known_changes_nothing(required: Tier) -> None:
    stranger, known = asked(required), asked(required)
    known.person_key = "p-1"
    known.on_file = [{"kind": "email", "value": "nora@example.org", "since": "2020-01-01"}]
    assert registry.offered(stranger) == registry.offered(known)
