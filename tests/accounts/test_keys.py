"""Keys for programs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import ApiKey
from accounts.principals import Principal
from accounts.roles import Permission, Role
from accounts.services import NotAllowed, authenticate_api_key, deactivate, issue_api_key, revoke_api_key
from accounts.services.keys import UnknownScope, with_checksum
from audit.selectors import find_entries
from tests.accounts.cast import SYSTEM, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def olu(now):
    return hire("olu", "officer", now=now, companies=["jm-care-plan"])


@pytest.fixture
def key(olu, now):
    return issue_api_key(name="web shop", user=olu, scopes=["requests:create", "requests:read"], by=SYSTEM, now=now)


def test_a_key_has_the_promised_shape_and_is_kept_as_a_hash(key):
    scheme, prefix, secret, _ = key.split("_")
    row = ApiKey.objects.get()
    assert (scheme, prefix, len(secret)) == ("dsr", row.prefix, 64)
    assert secret not in str(vars(row))
    assert with_checksum(key.rsplit("_", 1)[0]) == key


def test_a_key_opens_within_its_owners_wall(key, now, olu):
    principal = Principal.api_client(authenticate_api_key(key, now=now))
    assert principal.user_id == olu.id
    assert principal.companies == {"jm-care-plan"}
    assert principal.scopes == {"requests:create", "requests:read"}
    assert not principal.sees_all_submissions


def test_mistyped_keys_are_told_apart_without_a_look_up(key, now, django_assert_num_queries):
    swapped = key[:-1] + ("0" if key[-1] != "0" else "1")
    with django_assert_num_queries(0):
        for token in ("", "dsr_x", swapped, key + " ", key.upper(), "dsr_" + "a" * 500):
            assert authenticate_api_key(token, now=now) is None


def test_a_wrong_secret_with_a_right_checksum_opens_nothing(key, now):
    stem, prefix, _, _ = key.split("_")
    assert authenticate_api_key(with_checksum(f"{stem}_{prefix}_{'0' * 64}"), now=now) is None
    assert next(iter(find_entries(action="api_key.refused", limit=1))).facts == {"cause": "wrong", "prefix": prefix}


def test_revoked_expired_and_orphaned_keys_open_nothing(olu, now):
    def issue(**more):
        return issue_api_key(name="k", user=olu, scopes=["requests:create"], by=SYSTEM, now=now, **more)

    revoked, short, orphan = issue(), issue(expires_at=now + timedelta(days=1)), issue()
    revoke_api_key(key_id=ApiKey.objects.get(prefix=revoked.split("_")[1]).id, by=SYSTEM, now=now)
    assert authenticate_api_key(revoked, now=now) is None
    assert authenticate_api_key(short, now=now) is not None
    assert authenticate_api_key(short, now=now + timedelta(days=1)) is None
    deactivate(user_id=olu.id, by=SYSTEM, now=now)
    assert authenticate_api_key(orphan, now=now) is None


def test_use_is_recorded_once_a_day(key, now):
    for hours in (0, 1, 2, 24):
        assert authenticate_api_key(key, now=now + timedelta(hours=hours))
    assert len(find_entries(action="api_key.used", limit=9)) == 2


def test_nobody_gives_away_more_than_the_owner_may(olu, now):
    ada = hire("ada", "admin", now=now)
    with pytest.raises(NotAllowed, match="requests:decide"):
        issue_api_key(name="k", user=ada, scopes=["requests:decide"], by=SYSTEM, now=now)
    with pytest.raises(UnknownScope, match="no:such"):
        issue_api_key(name="k", user=ada, scopes=["no:such"], by=SYSTEM, now=now)
    with pytest.raises(NotAllowed):
        issue_api_key(name="k", user=olu, scopes=["requests:create"], by=Principal.staff(olu), now=now)


WHO_MAY = {
    "audit:read": ["auditor"],
    "metrics:read": ["auditor", "call_supervisor", "lead", "officer"],
    "suppressions:read": ["lead", "officer"],
    "webhooks:manage": ["admin"],
}


@pytest.mark.parametrize("scope", WHO_MAY)
@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gives_a_key_to_the_house_only_to_an_owner_who_may(role, scope, now):
    owner = hire("owner", role, now=now)
    ada = Principal.staff(hire("ada", "admin", now=now))
    if role in WHO_MAY[scope]:
        token = issue_api_key(name="k", user=owner, scopes=[scope], by=ada, now=now)
        assert Principal.api_client(authenticate_api_key(token, now=now)).scopes == {scope}
        return
    with pytest.raises(NotAllowed, match=scope):
        issue_api_key(name="k", user=owner, scopes=[scope], by=ada, now=now)
    # Whoever runs the machine gives it to a monitor or the company's own site under any name.
    token = issue_api_key(name="k", user=owner, scopes=[scope], by=SYSTEM, now=now)
    assert Principal.api_client(authenticate_api_key(token, now=now)).scopes == {scope}


@pytest.mark.parametrize("limit", ["companies", "scope_since", "scope_requests"])
def test_a_limited_guest_gets_no_key_to_the_figures_and_keeps_none(limit, now):
    guest = hire("guest", "auditor", now=now)
    token = issue_api_key(name="k", user=guest, scopes=["metrics:read", "audit:read"], by=SYSTEM, now=now)
    limits = {"companies": ["jm-care-plan"], "scope_since": now, "scope_requests": [uuid4()]}
    setattr(guest, limit, limits[limit])
    with pytest.raises(NotAllowed, match="metrics:read"):
        issue_api_key(name="k", user=guest, scopes=["metrics:read"], by=SYSTEM, now=now)
    key = authenticate_api_key(token, now=now)
    key.user = guest
    assert Principal.api_client(key).scopes == {"audit:read"}
    assert not Principal.api_client(key).may(Permission.METRICS_READ)


def test_who_sees_a_period_alone_gets_no_key_to_the_contact_points(olu, now):
    token = issue_api_key(name="k", user=olu, scopes=["suppressions:read"], by=SYSTEM, now=now)
    key = authenticate_api_key(token, now=now)
    assert Principal.api_client(key).scopes == {"suppressions:read"}
    key.user.scope_since = now
    assert Principal.api_client(key).scopes == frozenset()
    with pytest.raises(NotAllowed, match="suppressions:read"):
        issue_api_key(name="k", user=key.user, scopes=["suppressions:read"], by=SYSTEM, now=now)


def test_a_key_follows_its_owners_roles(olu, now):
    key = issue_api_key(name="k", user=olu, scopes=["requests:decide"], by=SYSTEM, now=now)
    from accounts.services import set_roles

    set_roles(user_id=olu.id, roles=["steward"], by=SYSTEM, now=now)
    assert Principal.api_client(authenticate_api_key(key, now=now)).scopes == frozenset()
