"""Who our staff are, by name: for pages that show who did something, or who can be given work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import ApiKey, User
from accounts.roles import MATRIX, Permission


def staff_names(ids: Iterable[UUID | str | None]) -> dict[str, str]:
    """Display names by id. Ids that are no member of staff are left out."""
    wanted = {one for one in (_as_id(given) for given in ids) if one is not None}
    if not wanted:
        return {}
    return {str(key): name for key, name in User.objects.filter(id__in=wanted).values_list("id", "display_name")}


def colleagues(permission: Permission, *, now: datetime) -> list[tuple[UUID, str]]:
    """Everybody with an open account who holds this permission, by name."""
    roles = [role.value for role, allows in MATRIX.items() if permission in allows]
    found = User.objects.filter(roles__overlap=roles, is_active=True).order_by("display_name")
    return [(user.id, user.display_name) for user in found if user.may_enter(now)]


def id_of(username: str) -> UUID | None:
    """The id of a member of staff by user name; None for an unknown one."""
    return User.objects.filter(username=username.strip().lower()).values_list("id", flat=True).first()


def ids_with_role(role: str) -> tuple[str, ...]:
    """The ids of everybody who holds this role now, as ledger entries name them."""
    return tuple(str(key) for key in User.objects.filter(roles__contains=[role]).values_list("id", flat=True))


def with_role(role: str, *, now: datetime) -> list[User]:
    """Everybody with an open account who holds this role, by name."""
    found = User.objects.filter(roles__contains=[role], is_active=True).order_by("display_name")
    return [user for user in found if user.may_enter(now)]


def everybody() -> list[User]:
    """All accounts of staff and guests, the open ones first."""
    return list(User.objects.order_by("-is_active", "username"))


def user_of(user_id: UUID) -> User | None:
    """One account."""
    return User.objects.filter(id=user_id).first()


def all_keys() -> list[ApiKey]:
    """All keys for programs with their owners, the working ones first, the newest before the older."""
    rows = list(ApiKey.objects.select_related("user").order_by("-created_at"))
    return sorted(rows, key=lambda key: key.revoked_at is not None)


def username_of(user_id: UUID | None) -> str:
    """The user name of a member of staff; empty for nobody."""
    if user_id is None:
        return ""
    return User.objects.filter(id=user_id).values_list("username", flat=True).first() or ""


def _as_id(given: UUID | str | None) -> UUID | None:
    if given is None or isinstance(given, UUID):
        return given
    try:
        return UUID(given)
    except ValueError:
        return None
