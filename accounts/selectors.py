"""Who our staff are, by name: for pages that show who did something, or who can be given work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
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


def _as_id(given: UUID | str | None) -> UUID | None:
    if given is None or isinstance(given, UUID):
        return given
    try:
        return UUID(given)
    except ValueError:
        return None
